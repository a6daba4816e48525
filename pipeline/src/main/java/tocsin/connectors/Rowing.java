package tocsin.connectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tocsin.mapping.Mapping;
import tocsin.mapping.RefusedRow;
import tocsin.mapping.Row;
import tocsin.mapping.RowMapper;
import tocsin.model.Sha256;
import tocsin.observe.SparingLog;
import tocsin.text.PlainText;
import tocsin.wire.RecordJson;

/// Sends the rows of a feed through the door: each that is new, or another than it was.
///
/// Of one thread, but for [#close()].
public final class Rowing implements AutoCloseable {
    private static final SparingLog LOG = new SparingLog(LoggerFactory.getLogger(Rowing.class));
    /// Rows whose prints are remembered, those of two fetches; some 16 MB. Else one new row of a feed that fills a fetch
    /// would push out the next one before it is looked for, and all would be sent again.
    private static final int REMEMBERED = 2 * Poller.MOST_ROWS;
    private static final int AT_A_TIME = 100;
    /// Reasons of a refused row that are shown, and characters of each.
    private static final int REASONS = 10;
    private static final int LONGEST_SHOWN = 300;

    private final String feed;
    private final Mapping mapping;
    private final RowMapper mapper;
    private final Door door;
    private final Freshness freshness;
    private final InstantSource clock;
    private final RefusalPace pace = new RefusalPace();
    private final Map<String, Boolean> sent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Rowing(FeedSettings feed, Door door, Freshness freshness, InstantSource clock) {
        this.feed = feed.id();
        this.mapping = feed.mapping();
        this.mapper = new RowMapper(mapping);
        this.door = door;
        this.freshness = freshness;
        this.clock = clock;
    }

    /// A row could not even be read.
    ///
    /// @param id what it is called, such as the topic of a message
    public void refused(String id, String reason) {
        refused(new Row(0, Map.of("id", id)), RecordJson.MAPPER.createObjectNode(), List.of(reason));
    }

    /// Tells of refusals of a minute that is over what is not told yet.
    public void tell() {
        pace.rest(clock.instant()).ifPresent(this::more);
    }

    /// Tells the rest at once.
    @Override
    public void close() {
        pace.end().ifPresent(this::more);
    }

    private void more(RefusalPace.Rest rest) {
        RefusedRow row = RefusedRow.more(mapping.record(), "feed " + feed, rest.count(), rest.since());
        freshness.shown(feed, new Freshness.Refused(clock.instant(), 0, null, row.reasons()));
        LOG.warn("rows of " + feed, "feed {}: {}", feed, row.reasons().getFirst());
        door.refused(row);
    }

    private void refused(Row row, ObjectNode record, List<String> reasons) {
        tell();
        if (!pace.keeps(clock.instant())) {
            freshness.refused(feed);
            return;
        }
        String id = row.columns().getOrDefault("id", row.columns().get("mqtt.topic"));
        freshness.refused(feed, new Freshness.Refused(clock.instant(), row.line(),
                id == null ? null : shortened(id),
                reasons.stream().limit(REASONS).map(Rowing::shortened).toList()));
        LOG.warn("row of " + feed, "feed {}: row {} is no record: {}", feed, row.line(),
                PlainText.line(shortened(reasons.toString())));
        door.refused(new RefusedRow(mapping.record(), "feed " + feed + mapping.format().place(row.line()),
                row.columns(), record, reasons));
    }

    private static String shortened(String text) {
        return PlainText.shortened(text, LONGEST_SHOWN);
    }

    /// Sends what is new of these rows. Throws [Door.DoorClosedException] where nothing can be taken in now; what was not
    /// taken is sent again with the next rows.
    public void send(List<Row> rows) {
        tell();
        List<Row> from = new ArrayList<>();
        List<ObjectNode> records = new ArrayList<>();
        List<String> prints = new ArrayList<>();
        for (Row row : rows) {
            if (mapper.isSkipped(row)) {
                continue;
            }
            RowMapper.Mapped mapped = mapper.map(row);
            // Two rows of which nothing could be made are two rows.
            String print = Sha256.of(mapped.record() + (mapped.problems().isEmpty() ? "" : row.columns().toString()));
            // Looks by get and not by containsKey, which would not count as use.
            if (sent.get(print) != null) {
                continue;
            }
            if (mapped.problems().isEmpty()) {
                from.add(row);
                records.add(mapped.record());
                prints.add(print);
            } else {
                sent.put(print, true);
                refused(row, mapped.record(), mapped.problems());
            }
        }
        int taken = 0;
        for (int i = 0; i < records.size(); i += AT_A_TIME) {
            int until = Math.min(records.size(), i + AT_A_TIME);
            List<@Nullable String> answers = door.take(mapping.record(), records.subList(i, until));
            for (int j = 0; j < answers.size(); j++) {
                sent.put(prints.get(i + j), true);
                String reason = answers.get(j);
                if (reason == null) {
                    taken++;
                } else {
                    refused(from.get(i + j), records.get(i + j), List.of(reason));
                }
            }
        }
        freshness.came(feed, taken, clock.instant());
    }
}
