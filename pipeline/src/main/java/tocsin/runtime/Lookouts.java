package tocsin.runtime;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import tocsin.api.Publisher;
import tocsin.observe.Health;
import tocsin.observe.Meters;
import tocsin.readmodel.ReadModel;
import tocsin.stalls.HangingTransactions;
import tocsin.stalls.LogEnds;
import tocsin.stalls.StallWatch;
import tocsin.wire.PackLibrary;
import tocsin.wire.Topics;

/// Whoever looks from outside whether the applications do their work: transactions that nobody ends, partitions that
/// nobody reads, what is stored and reaches nobody, logs that were cut off.
///
/// @param clients settings of Kafka clients
/// @param ownBroker whether the broker is Tocsin's own
record Lookouts(Map<String, Object> clients, Topics topics, boolean ownBroker, Health health, Meters meters,
        InstantSource clock) {
    /// Starts them; the teardown ends them.
    void start(Teardown teardown, TocsinSettings settings, Publisher publisher, PackLibrary packs, ReadModel model) {
        HangingTransactions hanging = teardown.add("hanging transactions",
                new HangingTransactions(clients, settings.prefix(), ownBroker, health));
        teardown.add("transaction looks", new Repeating("transactions", HangingTransactions.EVERY, hanging::look))
                .start();
        teardown.add("unread partitions",
                new UnreadPartitions(clients, topics.reportsOfProducers(), topics.applicationId("intake"))).start();
        StallWatch stalls = teardown.add("stall watch", new StallWatch(topics, settings.limits().alerting(),
                new StallWatch.Means(clients, publisher, packs, health, meters, model), clock));
        teardown.add("stall looks", new Repeating("stalls", StallWatch.EVERY, stalls::look)).start();
        Path remembered = settings.dataDir().resolve("log-ends.json");
        LogEnds ends = teardown.add("log ends",
                new LogEnds(clients, remembered, settings.prefix(), health, meters, clock));
        ends.look();
        teardown.add("log looks", new Repeating("log-ends", LogEnds.EVERY, ends::look)).start();
    }
}
