package tocsin.runtime;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tocsin.connectors.Door;
import tocsin.connectors.FeedSettings;
import tocsin.connectors.Freshness;
import tocsin.connectors.MqttListener;
import tocsin.connectors.Poller;
import tocsin.connectors.Rowing;

/// The feeds of one instance at work: each on a thread of its own, so that a slow one holds up no other.
public final class Feeds implements AutoCloseable {
    private final Teardown teardown = new Teardown();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL).build();
    private final Door door;
    private final Freshness freshness;
    private final InstantSource clock;
    private final String instance;

    /// @param door takes the records in
    /// @param freshness told how each feed is
    /// @param instance a name no other instance has
    public Feeds(Door door, Freshness freshness, InstantSource clock, String instance) {
        this.door = door;
        this.freshness = freshness;
        this.clock = clock;
        this.instance = instance;
    }

    /// Starts all of these.
    public void start(List<FeedSettings> feeds) {
        for (FeedSettings feed : feeds) {
            freshness.watch(feed, clock.instant());
            Rowing rowing = teardown.add("refusals of " + feed.id(),
                    new Rowing(feed, door.speakingFor(feed.issuers()), freshness, clock));
            switch (feed.source()) {
                case FeedSettings.Polled polled -> {
                    Poller poller = new Poller(feed, polled, rowing, freshness, http);
                    teardown.add("feed " + feed.id(), new Repeating("feed-" + feed.id(), polled.every(), Duration.ZERO,
                            poller::look)).start();
                }
                case FeedSettings.Heard heard -> teardown.add("feed " + feed.id(), new MqttListener(feed, heard, rowing,
                        freshness, "tocsin-" + feed.id() + "-" + instance)).start();
            }
        }
    }

    /// Fetches each of these that is a file at an address once.
    ///
    /// @return whether all could be fetched and sent
    public boolean once(List<FeedSettings> feeds) {
        boolean good = true;
        for (FeedSettings feed : feeds) {
            freshness.watch(feed, clock.instant());
            if (feed.source() instanceof FeedSettings.Polled polled) {
                try (Rowing rowing = new Rowing(feed, door.speakingFor(feed.issuers()), freshness, clock)) {
                    good &= new Poller(feed, polled, rowing, freshness, http).look();
                }
            }
        }
        return good;
    }

    @Override
    public void close() {
        teardown.close();
        http.shutdownNow();
    }
}
