#include "FaultyFiles.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct faulty_files {
    sqlite3_vfs vfs;
    sqlite3_vfs *machine;
    atomic_int fault;
    atomic_long syncs;
    atomic_bool keeps;
    char name[64];
};

/* A file, followed in memory by the machine's own. */
typedef struct {
    sqlite3_file base;
    faulty_files *files;
    sqlite3_file *machine;
    /* SQLite keeps it until the file is closed. */
    const char *name;
} faulty_file;

static sqlite3_file *machine(sqlite3_file *file) { return ((faulty_file *)file)->machine; }

static int fault(sqlite3_file *file) { return atomic_load(&((faulty_file *)file)->files->fault); }

static int file_close(sqlite3_file *f) { return machine(f)->pMethods->xClose(machine(f)); }

static int file_read(sqlite3_file *f, void *bytes, int count, sqlite3_int64 offset) {
    return machine(f)->pMethods->xRead(machine(f), bytes, count, offset);
}

static int file_write(sqlite3_file *f, const void *bytes, int count, sqlite3_int64 offset) {
    switch (fault(f)) {
    case FAULTY_FULL: return SQLITE_FULL;
    case FAULTY_WRITE: return SQLITE_IOERR_WRITE;
    default: return machine(f)->pMethods->xWrite(machine(f), bytes, count, offset);
    }
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size) {
    return machine(f)->pMethods->xTruncate(machine(f), size);
}

/* Copies a file as it is. It is read through SQLite, because closing another descriptor of it would drop the
   locks on it. */
static int keep(sqlite3_file *f) {
    const char *name = ((faulty_file *)f)->name;
    sqlite3_int64 size = 0;
    if (name == NULL || machine(f)->pMethods->xFileSize(machine(f), &size) != SQLITE_OK) return SQLITE_IOERR;
    char path[1024];
    snprintf(path, sizeof path, "%s" FAULTY_SYNCED, name);
    char *bytes = malloc((size_t)size + 1);
    FILE *copy = fopen(path, "wb");
    int code = SQLITE_IOERR;
    if (bytes != NULL && copy != NULL &&
        machine(f)->pMethods->xRead(machine(f), bytes, (int)size, 0) == SQLITE_OK &&
        fwrite(bytes, 1, (size_t)size, copy) == (size_t)size)
        code = SQLITE_OK;
    free(bytes);
    if (copy != NULL && fclose(copy) != 0) code = SQLITE_IOERR;
    return code;
}

static int file_sync(sqlite3_file *f, int flags) {
    faulty_files *files = ((faulty_file *)f)->files;
    if (fault(f) == FAULTY_SYNC) return SQLITE_IOERR_FSYNC;
    atomic_fetch_add(&files->syncs, 1);
    if (atomic_load(&files->keeps)) return keep(f);
    return machine(f)->pMethods->xSync(machine(f), flags);
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size) {
    return machine(f)->pMethods->xFileSize(machine(f), size);
}

static int file_lock(sqlite3_file *f, int lock) { return machine(f)->pMethods->xLock(machine(f), lock); }

static int file_unlock(sqlite3_file *f, int lock) { return machine(f)->pMethods->xUnlock(machine(f), lock); }

static int file_check_lock(sqlite3_file *f, int *result) {
    return machine(f)->pMethods->xCheckReservedLock(machine(f), result);
}

static int file_control(sqlite3_file *f, int operation, void *argument) {
    return machine(f)->pMethods->xFileControl(machine(f), operation, argument);
}

static int file_sector_size(sqlite3_file *f) { return machine(f)->pMethods->xSectorSize(machine(f)); }

static int file_characteristics(sqlite3_file *f) {
    return machine(f)->pMethods->xDeviceCharacteristics(machine(f));
}

static int file_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **memory) {
    return machine(f)->pMethods->xShmMap(machine(f), region, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *f, int offset, int count, int flags) {
    return machine(f)->pMethods->xShmLock(machine(f), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *f) { machine(f)->pMethods->xShmBarrier(machine(f)); }

static int file_shm_unmap(sqlite3_file *f, int removes) {
    return machine(f)->pMethods->xShmUnmap(machine(f), removes);
}

/* Version 2: shared memory, but no mapped pages, which would pass the faults by. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int files_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *opened) {
    faulty_file *file = (faulty_file *)base;
    faulty_files *files = vfs->pAppData;
    file->files = files;
    file->name = name;
    file->machine = (sqlite3_file *)(file + 1);
    file->base.pMethods = NULL;
    int code = files->machine->xOpen(files->machine, name, file->machine, flags, opened);
    if (file->machine->pMethods != NULL) file->base.pMethods = &methods;
    return code;
}

faulty_files *faulty_files_create(const char *name) {
    faulty_files *files = calloc(1, sizeof *files);
    if (files == NULL) return NULL;
    files->machine = sqlite3_vfs_find(NULL);
    files->vfs = *files->machine;
    strncpy(files->name, name, sizeof files->name - 1);
    files->vfs.zName = files->name;
    files->vfs.pNext = NULL;
    files->vfs.pAppData = files;
    files->vfs.szOsFile = (int)sizeof(faulty_file) + files->machine->szOsFile;
    files->vfs.xOpen = files_open;
    if (sqlite3_vfs_register(&files->vfs, 0) == SQLITE_OK) return files;
    free(files);
    return NULL;
}

void faulty_files_destroy(faulty_files *files) {
    sqlite3_vfs_unregister(&files->vfs);
    free(files);
}

void faulty_files_set(faulty_files *files, int fault) { atomic_store(&files->fault, fault); }

long faulty_files_sync_count(faulty_files *files) { return atomic_load(&files->syncs); }

void faulty_files_keep_synced(faulty_files *files) { atomic_store(&files->keeps, 1); }
