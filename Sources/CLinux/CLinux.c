#define _GNU_SOURCE
#include "CLinux.h"

#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>

int cx_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK); }

int cx_accept(int listener, struct sockaddr *peer, socklen_t *length) {
    return accept4(listener, peer, length, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int cx_memory_file(const void *bytes, size_t count) {
    int file = memfd_create("cx-gateway", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return -1;
    const char *next = bytes;
    size_t left = count;
    while (left > 0) {
        ssize_t written = write(file, next, left);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        next += written;
        left -= (size_t)written;
    }
    int seals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL;
    if (left == 0 && fcntl(file, F_ADD_SEALS, seals) == 0) return file;
    int cause = errno;
    close(file);
    errno = cause;
    return -1;
}

void cx_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

static __thread void *thread_loop __attribute__((tls_model("initial-exec")));

void *cx_current_loop(void) { return thread_loop; }

void cx_set_current_loop(void *loop) { thread_loop = loop; }

static volatile sig_atomic_t signal_pipe = -1;
static struct sigaction previous_actions[NSIG];

static void write_signal(int signal) {
    int saved = errno;
    unsigned char number = (unsigned char)signal;
    int pipe_end = signal_pipe;
    if (pipe_end >= 0) {
        /* A full pipe already holds news of a signal. */
        ssize_t written = write(pipe_end, &number, 1);
        (void)written;
    }
    errno = saved;
}

void cx_signal_pipe(int pipe_end) { signal_pipe = pipe_end; }

int cx_catch_signal(int signal) {
    struct sigaction action = {0};
    action.sa_handler = write_signal;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    if (signal <= 0 || signal >= NSIG) {
        errno = EINVAL;
        return -1;
    }
    return sigaction(signal, &action, &previous_actions[signal]);
}

int cx_release_signal(int signal) {
    if (signal <= 0 || signal >= NSIG) {
        errno = EINVAL;
        return -1;
    }
    return sigaction(signal, &previous_actions[signal], NULL);
}

int cx_ignore_broken_pipe(void) {
    struct sigaction action = {0};
    action.sa_handler = SIG_IGN;
    return sigaction(SIGPIPE, &action, NULL);
}
