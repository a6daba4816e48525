package tocsin.connectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.mapping.Mapping;
import tocsin.mapping.Row;
import tocsin.mapping.RowMapper;
import tocsin.model.Sha256;

/// Sends the rows of a feed through the door: each that is new, or another than it was.
public final class Rowing {
    private static final Logger LOG = LoggerFactory.getLogger(Rowing.class);
    /// Rows whose prints are remembered; some 5 MB.
    private static final int REMEMBERED = 50_000;
    private static final int AT_A_TIME = 100;

    private final String feed;
    private final Mapping mapping;
    private final RowMapper mapper;
    private final Door door;
    private final Freshness freshness;
    private final InstantSource clock;
    private final Map<String, Boolean> sent = new LinkedHashMap<>() {
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
    public void refused() {
        freshness.came(feed, 0, 1, clock.instant());
    }

    /// Sends what is new of these rows. Throws [Door.DoorClosedException] where nothing can be taken in now; what was not
    /// taken is sent again with the next rows.
    public void send(List<Row> rows) {
        List<ObjectNode> records = new ArrayList<>();
        List<String> prints = new ArrayList<>();
        int refused = 0;
        for (Row row : rows) {
            RowMapper.Mapped mapped = mapper.map(row);
            String print = Sha256.of(mapped.record().toString());
            if (sent.containsKey(print)) {
                continue;
            }
            if (mapped.problems().isEmpty()) {
                records.add(mapped.record());
                prints.add(print);
            } else {
                refused++;
                sent.put(print, true);
                LOG.warn("feed {}: row {} is no record: {}", feed, row.line(), mapped.problems());
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
                    refused++;
                    LOG.warn("feed {}: a record was refused: {}", feed, reason);
                }
            }
        }
        freshness.came(feed, taken, refused, clock.instant());
    }
}
