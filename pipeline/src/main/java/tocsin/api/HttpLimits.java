package tocsin.api;

import java.time.Duration;

/// Bounds of the HTTP server that an operator may change. They bound requests and bytes, never incidents.
///
/// @param connections how many clients may be connected
/// @param bodies how much they may send
/// @param listeners how many may listen to server-sent events
/// @param wrongKeysPerMinute wrong keys that one address may try in a minute before it is slowed; at least 1
public record HttpLimits(Connections connections, Bodies bodies, Listeners listeners, int wrongKeysPerMinute) {
    private static final int MEBIBYTE = 1024 * 1024;

    /// Connections at a time.
    ///
    /// @param total all of them
    /// @param perAddress those of one remote address; an address of this machine may have three quarters of all
    public record Connections(int total, int perAddress) {}

    /// Bodies of requests.
    ///
    /// @param megabytes the memory for the bodies of all requests that are being read or carried out, in MiB
    /// @param time how long one body may take to arrive
    /// @param elements records in one request
    public record Bodies(int megabytes, Duration time, int elements) {}

    /// Clients of server-sent events.
    ///
    /// @param total all of them
    /// @param perKey those of one key
    public record Listeners(int total, int perKey) {}

    /// Events kept for listeners that come back: two minutes, of which 60 seconds are promised, 50,000 events, and a
    /// twenty-fourth of the heap.
    EventLog.Capacity events() {
        return new EventLog.Capacity(Duration.ofMinutes(2), 50_000,
                Math.max(8L * MEBIBYTE, Runtime.getRuntime().maxMemory() / 24));
    }

    /// What holds where nothing is configured: of the heap, a sixteenth for bodies, from 20 to 64 MiB.
    public static HttpLimits defaults() {
        long share = Runtime.getRuntime().maxMemory() / 16 / MEBIBYTE;
        return new HttpLimits(new Connections(2_000, 200),
                new Bodies(Math.clamp(share, 20, 64), Duration.ofSeconds(10), 10_000), new Listeners(500, 50),
                10);
    }
}
