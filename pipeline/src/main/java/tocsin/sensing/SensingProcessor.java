package tocsin.sensing;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.Quake;
import tocsin.internal.v1.SensorSeries;
import tocsin.internal.v1.SensorValue;
import tocsin.internal.v1.UsualHistory;
import tocsin.internal.v1.UsualHour;
import tocsin.model.Sha256;
import tocsin.model.Sortable;
import tocsin.observe.SparingLog;
import tocsin.rules.directory.Directory;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.Refusal;
import tocsin.v1.Rejected;
import tocsin.v1.SensorReading;
import tocsin.wire.Headers;
import tocsin.wire.PackLibrary;

/// Loads a sensor's series, asks [Sensing], stores; forwards changes of level, faults of sensors and dirty readings.
public final class SensingProcessor extends ContextualProcessor<String, SensorReading, String, SpecificRecord> {
    /// The store of what is known of each series.
    public static final String SERIES = "sensing-series";
    /// The store of values by series and time.
    public static final String VALUES = "sensing-values";
    /// The store of earthquakes by source and id.
    public static final String QUAKES = "sensing-quakes";
    public static final String USUAL = "sensing-usual";
    public static final String HOURS = "sensing-hours";
    public static final String TO_INBOX = "levels-to-inbox";
    public static final String TO_REJECTED = "dirty-to-rejected";
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(SensingProcessor.class));
    /// How often silence is listened for.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /// How often earthquakes are forgotten that nothing depends on any more.
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    /// A reading that waited longer than this to be read is part of a backlog: what came after it has not been read yet.
    private static final Duration BACKLOG = Duration.ofMinutes(1);
    /// How long after the last reading of a backlog nothing is said to be silent: several looks, and commits of intake.
    private static final Duration AFTER_BACKLOG = Duration.ofSeconds(30);

    private final PackLibrary packs;
    private Instant listensFrom = Instant.EPOCH;

    public SensingProcessor(PackLibrary packs) {
        this.packs = packs;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        super.init(context);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::listen);
        context.schedule(FORGET_EVERY, PunctuationType.WALL_CLOCK_TIME, this::forget);
    }

    @Override
    public void process(Record<String, SensorReading> record) {
        SensorReading reading = record.value();
        Instant arrivedAt = Headers.arrivedAt(record.headers(), Instant.ofEpochMilli(record.timestamp()));
        Instant readAt = Instant.ofEpochMilli(context().currentSystemTimeMs());
        if (arrivedAt.plus(BACKLOG).isBefore(readAt)) {
            listensFrom = readAt.plus(AFTER_BACKLOG);
        }
        Sensing.desk(reading.getSensorId(), packs.activeDirectory()).ifPresentOrElse(desk -> {
            Sensing.Read read = Sensing.read(reading, arrivedAt, packs.activePack(), packs.activeDirectory(),
                    stores());
            if (read.isEmpty()) {
                return;
            }
            Origin origin = origin(reading);
            read.changes().forEach(change -> context()
                    .forward(record.withKey(desk).withValue(new InboxRecord(desk, origin, change)), TO_INBOX));
            read.faults().forEach(fault -> context()
                    .forward(record.withKey(desk).withValue(new InboxRecord(desk, origin, fault)), TO_INBOX));
            read.interruptions().forEach(interruption -> context().forward(
                    record.withKey(desk).withValue(new InboxRecord(desk, origin, interruption)), TO_INBOX));
            if (!read.refusals().isEmpty()) {
                context().forward(record.withValue(rejected(reading, origin, read.refusals(), arrivedAt)), TO_REJECTED);
            }
        }, () -> LOG.info("unknown sensor",
                "reading of a sensor that the directory does not have, no alarm: sensorId={}",
                reading.getSensorId()));
    }

    private Sensing.Memory stores() {
        return new Sensing.Memory() {
            @Override
            public Series series(String name) {
                return new StoredSeries(name, SensingProcessor.this.series(), values());
            }

            @Override
            public Usual.Memory usual(String name) {
                return new StoredUsual(name, context().getStateStore(USUAL), context().getStateStore(HOURS));
            }

            @Override
            public Quakes.Memory quakes(String name) {
                return new StoredQuakes(name, context().getStateStore(QUAKES));
            }
        };
    }

    /// A sensor that stops is news, and so is a level that stands without data.
    private void listen(long time) {
        Instant now = Instant.ofEpochMilli(time);
        if (now.isBefore(listensFrom)) {
            return;
        }
        Directory directory = packs.activeDirectory();
        try (KeyValueIterator<String, SensorSeries> all = series().all()) {
            while (all.hasNext()) {
                KeyValue<String, SensorSeries> one = all.next();
                String[] names = one.key.split("\\|", -1);
                if (names.length == 2) {
                    NoData.Found found = NoData.look(names[0], names[1], one.value, now, packs.activePack(), directory,
                            stores());
                    found.faults().forEach(fault -> tell(names[0], fault, directory, time));
                    found.interruptions().forEach(interruption -> tell(names[0], interruption, directory, time));
                }
            }
        }
    }

    private void tell(String sensor, SpecificRecord what, Directory directory, long now) {
        String desk = Sensing.desk(sensor, directory).orElseThrow();
        context().forward(new Record<>(desk, new InboxRecord(desk, null, what), now), TO_INBOX);
    }

    private void forget(long now) {
        KeyValueStore<String, Quake> quakes = context().getStateStore(QUAKES);
        try (KeyValueIterator<String, Quake> all = quakes.all()) {
            all.forEachRemaining(entry -> {
                if (Quakes.isPast(entry.value, Instant.ofEpochMilli(now))) {
                    quakes.delete(entry.key);
                }
            });
        }
    }

    private KeyValueStore<String, SensorSeries> series() {
        return context().getStateStore(SERIES);
    }

    private KeyValueStore<String, SensorValue> values() {
        return context().getStateStore(VALUES);
    }

    private static Rejected rejected(SensorReading reading, Origin origin, List<Refusal> refusals, Instant at) {
        byte[] bytes = CanonicalAvro.bytes(reading);
        return new Rejected(origin.getTopic(), origin.getPartition(), origin.getOffset(), reading.getSensorId(),
                ByteBuffer.wrap(bytes), bytes.length, origin.getSha256(), refusals, at);
    }

    private Origin origin(SensorReading reading) {
        RecordMetadata metadata = context().recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record of a topic has metadata"));
        return new Origin(metadata.topic(), metadata.partition(), metadata.offset(),
                Sha256.of(CanonicalAvro.bytes(reading)));
    }

    /// What is usual of one series in the stores of sensing.
    private record StoredUsual(String name, KeyValueStore<String, UsualHistory> histories,
            KeyValueStore<String, UsualHour> hours) implements Usual.Memory {
        @Override
        public @Nullable UsualHistory history() {
            return histories.get(name);
        }

        @Override
        public void keep(UsualHistory history) {
            histories.put(name, history);
        }

        @Override
        public @Nullable UsualHour hour() {
            return hours.get(name);
        }

        @Override
        public void keep(UsualHour hour) {
            hours.put(name, hour);
        }
    }

    /// The earthquakes of one source in the store of sensing.
    private record StoredQuakes(String source, KeyValueStore<String, Quake> quakes) implements Quakes.Memory {
        @Override
        public @Nullable Quake get(String event) {
            return quakes.get(source + "|" + event);
        }

        @Override
        public void put(Quake quake) {
            quakes.put(source + "|" + quake.getEvent(), quake);
        }

        @Override
        public List<Quake> told() {
            List<Quake> told = new ArrayList<>();
            try (KeyValueIterator<String, Quake> range = quakes.range(source + "|", source + "}")) {
                range.forEachRemaining(entry -> {
                    if (entry.value.getSequence() != null) {
                        told.add(entry.value);
                    }
                });
            }
            return told;
        }
    }

    /// A series in the stores of sensing. Keys of values end in the instant, in as many digits as any has, so that they are in
    /// order.
    private static final class StoredSeries implements Series {
        private static final int DIGITS = 15;

        private final String key;
        private final KeyValueStore<String, SensorSeries> wholes;
        private final KeyValueStore<String, SensorValue> values;
        private @Nullable SensorSeries whole;
        /// Between these all its values lie; null while there are none. To look where none can be would cost more than all
        /// the reckoning.
        private @Nullable Instant oldest;
        private @Nullable Instant newest;

        StoredSeries(String key, KeyValueStore<String, SensorSeries> wholes,
                KeyValueStore<String, SensorValue> values) {
            this.key = key;
            this.wholes = wholes;
            this.values = values;
            this.whole = wholes.get(key);
            this.oldest = whole == null ? null : whole.getOldestAt();
            this.newest = whole == null ? null : whole.getNewestAt();
        }

        private String at(Instant at) {
            return key + "|" + Sortable.of(Math.max(0, at.toEpochMilli()), DIGITS);
        }

        private static At read(KeyValue<String, SensorValue> entry) {
            return new At(
                    Instant.ofEpochMilli(
                            Long.parseLong(entry.key, entry.key.length() - DIGITS, entry.key.length(), 10)),
                    entry.value);
        }

        @Override
        public @Nullable SensorSeries whole() {
            return whole;
        }

        @Override
        public void keep(SensorSeries next) {
            whole = next;
            wholes.put(key, next);
        }

        @Override
        public List<At> between(Instant after, Instant until) {
            List<At> found = new ArrayList<>();
            if (after.isBefore(until) && oldest != null && newest != null && !until.isBefore(oldest)
                    && after.isBefore(newest)) {
                try (KeyValueIterator<String, SensorValue> range = values.range(at(after.plusMillis(1)), at(until))) {
                    range.forEachRemaining(entry -> found.add(read(entry)));
                }
            }
            return found;
        }

        @Override
        public Optional<At> before(Instant at) {
            if (oldest == null || newest == null || !oldest.isBefore(at)) {
                return Optional.empty();
            }
            SensorValue last = newest.isBefore(at) ? values.get(at(newest)) : null;
            if (last != null) {
                return Optional.of(new At(newest, last));
            }
            try (KeyValueIterator<String, SensorValue> range = values.reverseRange(at(Instant.EPOCH),
                    at(at.minusMillis(1)))) {
                return range.hasNext() ? Optional.of(read(range.next())) : Optional.empty();
            }
        }

        @Override
        public void put(Instant at, SensorValue value) {
            values.put(at(at), value);
            oldest = oldest == null || at.isBefore(oldest) ? at : oldest;
            newest = newest == null || at.isAfter(newest) ? at : newest;
        }

        @Override
        public int forget(Instant from, Instant until) {
            if (until.isBefore(from)) {
                return 0;
            }
            int gone = 0;
            try (KeyValueIterator<String, SensorValue> range = values.range(at(from), at(until))) {
                for (; range.hasNext(); gone++) {
                    values.delete(range.next().key);
                }
            }
            return gone;
        }
    }
}
