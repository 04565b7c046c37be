/* Offers requests to a server on this machine, and says what came of them in one line of JSON.

       offer PORT CONNECTIONS RATE SECONDS SEED < REQUEST

   All connections are opened first. At a RATE of `6000`, so many a second, requests arrive at random
   (exponential pauses) and do not wait for the answers to those before: each takes a connection that is free,
   and one that finds none is counted as `lacking`. Its time runs from the moment at which it was due. At a
   RATE of `64x` so many are under way at once: the next is sent when one is answered. What is answered after
   SECONDS does not count as `good`; what is not answered three seconds later is `lost`. Answers need a
   Content-Length. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 4096, STATUSES = 600, EVENTS = 512, GRACE = 3 };

typedef struct {
    int socket, status, have;
    int64_t due;  /* of the request under way; -1 when there is none */
    int64_t left; /* of its answer's body; -1 before the head is whole */
    char head[HEAD + 1];
} Connection;

typedef struct {
    int count, room;
    uint32_t *microseconds;
} Times;

static Connection *connections;
static int *idle; /* a stack of those without a request, so that a lightly used pool stays warm */
static int idle_count, poll_set, port;
static char request[HEAD], piece[1 << 18];
static size_t request_length;
static Times times[STATUSES];
static int64_t offered, lacking, broken, good, overloaded, under_way, end;
static uint64_t random_state;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "offer: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Between 0 and 1, neither of them (splitmix64). */
static double random_part(void) {
    uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return ((z ^ z >> 31) >> 11) * 0x1p-53 + 0x1p-54;
}

static void open_connection(Connection *connection) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1;
    connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->socket < 0) fail("socket");
    if (connect(connection->socket, (struct sockaddr *)&address, sizeof address)) fail("connect");
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(connection->socket, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(poll_set, EPOLL_CTL_ADD, connection->socket, &event)) fail("epoll_ctl");
    connection->due = -1;
    idle[idle_count++] = connection - connections;
}

static void send_request(int64_t due) {
    if (idle_count == 0) {
        lacking++;
        return;
    }
    Connection *connection = connections + idle[--idle_count];
    connection->due = due;
    connection->left = -1;
    connection->have = 0;
    under_way++;
    /* A request is smaller than any socket's buffer, and nothing else is in it. A connection that ended
       meanwhile is seen when it is read. */
    ssize_t sent = send(connection->socket, request, request_length, MSG_NOSIGNAL);
    if (sent >= 0 && (size_t)sent != request_length) fail("send");
}

static void note(Connection *connection) {
    int64_t moment = now();
    Times *list = &times[connection->status];
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 4096;
        list->microseconds = realloc(list->microseconds, list->room * sizeof *list->microseconds);
        if (!list->microseconds) fail("realloc");
    }
    list->microseconds[list->count++] = (moment - connection->due) / 1000;
    good += connection->status == 200 && moment <= end;
    overloaded += connection->status == 503 && strcasestr(connection->head, "\r\nRetry-After: ") &&
                  strstr(connection->head, "/problems/overloaded\"");
    connection->due = -1;
    under_way--;
    idle[idle_count++] = connection - connections;
}

static void lose(Connection *connection) {
    broken++;
    close(connection->socket);
    if (connection->due >= 0) {
        under_way--;
    } else {
        for (int place = 0; place < idle_count; place++)
            if (idle[place] == connection - connections) idle[place--] = idle[--idle_count];
    }
    open_connection(connection);
}

/* Takes what came; keeps the beginning of each answer, up to HEAD bytes. */
static void take(Connection *connection, ssize_t length) {
    int kept = length < HEAD - connection->have ? length : HEAD - connection->have;
    memcpy(connection->head + connection->have, piece, kept);
    connection->head[connection->have + kept] = 0;
    if (connection->left >= 0) {
        connection->left -= length;
        connection->have += kept;
    } else {
        char *body = strstr(connection->head, "\r\n\r\n");
        int before = connection->have;
        connection->have += kept;
        if (!body) {
            if (connection->have == HEAD) fail("an answer's head is too long");
            return;
        }
        char *field = strcasestr(connection->head, "\r\nContent-Length: ");
        if (!field || field > body) fail("an answer has no Content-Length");
        connection->status = atoi(connection->head + 9) % STATUSES;
        connection->left = atoll(field + 18) - (before + length - (body + 4 - connection->head));
    }
    if (connection->left == 0) note(connection);
}

static void receive(Connection *connection) {
    for (;;) {
        ssize_t length = recv(connection->socket, piece, sizeof piece, 0);
        if (length < 0 && errno == EAGAIN) return;
        if (length <= 0 || connection->due < 0) {
            lose(connection);
            return;
        }
        take(connection, length);
        if (length < (ssize_t)sizeof piece) return;
    }
}

static int ascending(const void *one, const void *other) {
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

static void report(double seconds) {
    printf(
        "{\"seconds\": %.3f, \"offered\": %ld, \"lacking\": %ld, \"broken\": %ld, \"lost\": %ld, "
        "\"good\": %ld, \"overloaded\": %ld, \"answers\": {",
        seconds, offered, lacking, broken, under_way, good, overloaded);
    const char *comma = "";
    for (int status = 0; status < STATUSES; status++) {
        Times *list = &times[status];
        if (!list->count) continue;
        qsort(list->microseconds, list->count, sizeof *list->microseconds, ascending);
        printf(
            "%s\"%d\": {\"count\": %d, \"p50\": %u, \"p99\": %u, \"longest\": %u}", comma, status, list->count,
            list->microseconds[list->count / 2], list->microseconds[(int)(list->count * .99)],
            list->microseconds[list->count - 1]);
        comma = ", ";
    }
    printf("}}\n");
}

int main(int count, char **words) {
    if (count != 6) {
        fprintf(stderr, "offer PORT CONNECTIONS RATE SECONDS SEED < REQUEST\n");
        return 2;
    }
    port = atoi(words[1]);
    int connection_count = atoi(words[2]);
    double rate = atof(words[3]), seconds = atof(words[4]);
    int at_once = words[3][strlen(words[3]) - 1] == 'x';
    random_state = strtoull(words[5], NULL, 10);
    request_length = fread(request, 1, sizeof request, stdin);
    connections = calloc(connection_count, sizeof *connections);
    idle = calloc(connection_count, sizeof *idle);
    poll_set = epoll_create1(EPOLL_CLOEXEC);
    if (!connections || !idle || poll_set < 0) fail("start");
    prctl(PR_SET_TIMERSLACK, 1000);
    for (int number = 0; number < connection_count; number++) open_connection(connections + number);

    struct epoll_event events[EVENTS];
    int64_t began = now(), due = began;
    end = began + seconds * 1e9;
    for (;;) {
        int64_t moment = now();
        if (moment >= end && (under_way == 0 || moment >= end + GRACE * INT64_C(1000000000))) break;
        while (moment < end && (at_once ? under_way < rate : due <= moment)) {
            send_request(at_once ? moment : due);
            offered++;
            if (!at_once) due -= log(random_part()) / rate * 1e9;
        }
        int64_t pause = at_once || moment >= end ? 10000000 : due - moment;
        struct timespec timeout = {0, pause < 0 ? 0 : pause < 10000000 ? pause : 10000000};
        int ready = epoll_pwait2(poll_set, events, EVENTS, &timeout, NULL);
        if (ready < 0 && errno != EINTR) fail("epoll_pwait2");
        for (int number = 0; number < ready; number++) receive(events[number].data.ptr);
    }
    report(seconds);
    return 0;
}
