#ifndef CX_CLINUX_H
#define CX_CLINUX_H

/* What Glibc's Swift import lacks: epoll, eventfd, calls that need _GNU_SOURCE, a thread-local pointer,
   and a signal handler that only writes to a pipe. _GNU_SOURCE itself stays out of this header: it changes
   structures that Swift imports without it. */

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static inline int cx_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int cx_epoll_control(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event;
    event.events = events;
    event.data.u64 = tag;
    return epoll_ctl(epoll, operation, descriptor, &event);
}

static inline int cx_epoll_wait(int epoll, struct epoll_event *events, int capacity, int milliseconds) {
    return epoll_wait(epoll, events, capacity, milliseconds);
}

/* The structure is packed on x86-64, so that its fields are read here. */
static inline uint32_t cx_event_mask(const struct epoll_event *event) { return event->events; }
static inline uint64_t cx_event_tag(const struct epoll_event *event) { return event->data.u64; }

static const uint32_t cx_event_in = EPOLLIN;
static const uint32_t cx_event_out = EPOLLOUT;
static const uint32_t cx_event_peer_closed = EPOLLRDHUP;
static const uint32_t cx_event_hangup = EPOLLHUP;
static const uint32_t cx_event_error = EPOLLERR;
static const uint32_t cx_event_edge = (uint32_t)EPOLLET;

static inline int cx_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline int cx_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    return write(descriptor, &one, sizeof one) == sizeof one ? 0 : -1;
}

int cx_pipe(int ends[2]);

static inline int cx_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int cx_accept(int listener, struct sockaddr *peer, socklen_t *length);

static inline int cx_set_option(int socket, int level, int option, int value) {
    return setsockopt(socket, level, option, &value, sizeof value);
}

/* One gathered write that raises no SIGPIPE; `flags` besides that, such as MSG_MORE. */
static inline ssize_t cx_send(int socket, struct iovec *pieces, size_t count, int flags) {
    struct msghdr message = {0};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    return sendmsg(socket, &message, MSG_NOSIGNAL | flags);
}

/* Sends bytes of a file from `offset` on; the file's own position is neither read nor moved. */
static inline ssize_t cx_send_file(int socket, int file, size_t offset, size_t count) {
    off_t position = (off_t)offset;
    return sendfile(socket, file, &position, count);
}

/* A file in memory that holds these bytes, which nobody can change or make longer or shorter from then on; -1 when
   the kernel gives none. */
int cx_memory_file(const void *bytes, size_t count);

/* How many descriptors the process may have. */
static inline size_t cx_descriptor_limit(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

void cx_name_thread(const char *name);

/* The event loop that runs on this thread. */
void *cx_current_loop(void);
void cx_set_current_loop(void *loop);

/* Sends the numbers of arriving signals, a byte each, into `pipe_end`; -1 stops that. */
void cx_signal_pipe(int pipe_end);
/* Has `signal` written to the pipe from now on; keeps what was set before in `previous`. */
int cx_catch_signal(int signal);
/* Sets `signal` back to what it was before it was caught. */
int cx_release_signal(int signal);
/* Ignores SIGPIPE for the process. */
int cx_ignore_broken_pipe(void);

#endif
