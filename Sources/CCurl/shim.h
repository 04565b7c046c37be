#ifndef CX_CCURL_SHIM_H
#define CX_CCURL_SHIM_H

#include <curl/curl.h>

/* libcurl sets options and reads facts through variadic functions, which Swift cannot call. */

typedef size_t (*cx_data_callback)(char *, size_t, size_t, void *);
typedef int (*cx_prerequest_callback)(void *, char *, char *, int, int);
typedef curl_socket_t (*cx_open_callback)(void *, curlsocktype, struct curl_sockaddr *);
typedef int (*cx_close_callback)(void *, curl_socket_t);
typedef int (*cx_socket_callback)(CURL *, curl_socket_t, int, void *, void *);
typedef int (*cx_timer_callback)(CURLM *, long, void *);

static inline CURLcode cx_easy_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode cx_easy_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode cx_easy_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode cx_easy_data(CURL *easy, CURLoption option, cx_data_callback callback) {
    return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode cx_easy_prerequest(CURL *easy, cx_prerequest_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}

static inline CURLcode cx_easy_sockets(CURL *easy, cx_open_callback open, cx_close_callback close) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open);
    return code ? code : curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close);
}

static inline CURLcode cx_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode cx_easy_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode cx_easy_get_private(CURL *easy, void **value) {
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, value);
}

static inline CURLMcode cx_multi_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode cx_multi_callbacks(CURLM *multi, cx_socket_callback socket, cx_timer_callback timer,
                                           void *context) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
    return code ? code : curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

/* The next transfer that has ended, with its outcome; NULL when there is none. */
static inline CURL *cx_multi_next_done(CURLM *multi, CURLcode *result) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}

/* What a callback answers that has no bytes for libcurl as yet, and one that will never have any. */
static inline size_t cx_read_pause(void) { return CURL_READFUNC_PAUSE; }
static inline size_t cx_read_abort(void) { return CURL_READFUNC_ABORT; }

/* Has libcurl ask again. */
static inline CURLcode cx_easy_resume(CURL *easy) { return curl_easy_pause(easy, CURLPAUSE_CONT); }

/* A socket as libcurl asks for it, which is closed when another program is started. */
static inline curl_socket_t cx_open_socket(const struct curl_sockaddr *address) {
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

#endif
