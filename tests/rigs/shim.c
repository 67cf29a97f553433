/* Loaded before the C library (LD_PRELOAD) by the rigs: a disk that turns read-only and back, or slow,
 * and a clock that jumps, while the program runs.
 *
 * While the file named by RIG_READ_ONLY exists, nothing can be written: EROFS. While the one named by
 * RIG_SLOW exists, a flush waits until it is gone. The file named by RIG_CLOCK holds the seconds by
 * which the clock is wrong. RIG_FAULT is "N M": the Nth flush that the process asks for, and those up to the Mth,
 * fail with EIO. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int read_only(void)
{
    const char *flag = getenv("RIG_READ_ONLY");
    struct stat found;
    return flag && stat(flag, &found) == 0;
}

/* Standard output and error are no files. */
static int refused(int fd)
{
    struct stat found;
    int saved = errno;
    int is_file = fstat(fd, &found) == 0 && S_ISREG(found.st_mode);
    errno = saved;
    if (is_file && read_only()) {
        errno = EROFS;
        return 1;
    }
    return 0;
}

#define NEXT(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at)
{
    return refused(fd) ? -1 : NEXT(pwrite64)(fd, from, size, at);
}

ssize_t write(int fd, const void *from, size_t size)
{
    return refused(fd) ? -1 : NEXT(write)(fd, from, size);
}

int ftruncate64(int fd, off64_t size)
{
    return refused(fd) ? -1 : NEXT(ftruncate64)(fd, size);
}

/* A disk that takes its time: nothing is flushed while the switch is there. */
static void wait_for_disk(void)
{
    const char *flag = getenv("RIG_SLOW");
    struct stat found;
    int saved = errno;
    while (flag && stat(flag, &found) == 0)
        poll(NULL, 0, 10);
    errno = saved;
}

/* A disk that fails for a while. */
static int fails_now(void)
{
    static int flushes;
    const char *asked = getenv("RIG_FAULT");
    int first, last, number = __sync_add_and_fetch(&flushes, 1);
    if (!asked || sscanf(asked, "%d %d", &first, &last) != 2 || number < first || number > last)
        return 0;
    errno = EIO;
    return 1;
}

int fsync(int fd)
{
    wait_for_disk();
    return refused(fd) || fails_now() ? -1 : NEXT(fsync)(fd);
}

int fdatasync(int fd)
{
    wait_for_disk();
    return refused(fd) || fails_now() ? -1 : NEXT(fdatasync)(fd);
}

int unlink(const char *path)
{
    if (read_only()) {
        errno = EROFS;
        return -1;
    }
    return NEXT(unlink)(path);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && strncmp(path, "/dev/", 5) && read_only()) {
        errno = EROFS;
        return -1;
    }
    return NEXT(open64)(path, flags, mode);
}

int clock_gettime(clockid_t which, struct timespec *out)
{
    int done = (int)syscall(SYS_clock_gettime, which, out);
    const char *path = getenv("RIG_CLOCK");
    if (done == 0 && which == CLOCK_REALTIME && path) {
        FILE *file = fopen(path, "r");
        long off = 0;
        if (file) {
            if (fscanf(file, "%ld", &off) == 1)
                out->tv_sec += off;
            fclose(file);
        }
    }
    return done;
}
