package tocsin.dispatch;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import tocsin.v1.ChannelKind;

/// The channels in service, each with as many calls at a time as its provider takes.
public final class Channels implements AutoCloseable {
    private final Map<ChannelKind, Bounded> channels = new EnumMap<>(ChannelKind.class);

    /// A channel and its free places.
    record Bounded(Channel channel, Semaphore places) {}

    public Channels(List<Channel> channels) {
        channels.forEach(channel -> this.channels.put(channel.kind(),
                new Bounded(channel, new Semaphore(channel.concurrency()))));
    }

    Optional<Bounded> of(ChannelKind kind) {
        return Optional.ofNullable(channels.get(kind));
    }

    @Override
    public void close() {
        channels.values().forEach(bounded -> bounded.channel().close());
    }
}
