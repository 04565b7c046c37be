#ifndef FAULTY_FILES_H
#define FAULTY_FILES_H

/* Files for SQLite that fail when a test says so: a virtual file system over the machine's own. */

enum faulty_fault {
    FAULTY_NONE,
    /* Writes find no room. */
    FAULTY_FULL,
    /* Writes fail. */
    FAULTY_WRITE,
    /* What was written may or may not reach the disk. */
    FAULTY_SYNC,
};

typedef struct faulty_files faulty_files;

/* Registers files under a name that no other has. NULL when there is no memory. */
faulty_files *faulty_files_create(const char *name);
/* After the last connection is closed. */
void faulty_files_destroy(faulty_files *files);
/* Has what comes next fail, or no longer. */
void faulty_files_set(faulty_files *files, int fault);
/* How often a file was synced. */
long faulty_files_sync_count(faulty_files *files);
/* Has each file be copied whenever it is synced, to its path and FAULTY_SYNCED: what is left of it after a loss
   of power, if nothing else was written by then. */
void faulty_files_keep_synced(faulty_files *files);
#define FAULTY_SYNCED ".synced"

#endif
