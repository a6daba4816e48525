package tocsin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tocsin.internal.v1.DataAccess;
import tocsin.wire.RecordJson;
import tocsin.wire.TopicReader;
import tocsin.wire.Topics;

/// Who was shown what of people, from its topic.
final class AccessOut {
    private static final int MOST = 1_000;
    private static final Duration USUAL = Duration.ofDays(30);

    private final Topics topics;
    private final TopicReader reader;
    private final InstantSource clock;
    /// One at a time: each reads a whole topic.
    private final Semaphore one = new Semaphore(1);

    AccessOut(Topics topics, TopicReader reader, InstantSource clock) {
        this.topics = topics;
        this.reader = reader;
        this.clock = clock;
    }

    /// What one person was shown, or of one incident, since an instant; the newest 1,000, oldest first, and how many there
    /// are in all.
    void show(Context request) {
        Queries.onlyParameters(request, "person", "incident", "since");
        String person = request.queryParam("person");
        String incident = request.queryParam("incident");
        if (person == null && incident == null) {
            throw new ApiException(400, "missing parameter", "name a person or key as person=, or an incident as"
                    + " incident=; since= is a time, 30 days ago where it is left out");
        }
        Instant since = since(request.queryParam("since"));
        if (!one.tryAcquire()) {
            throw new ApiException(429, "too busy", "this is being read for somebody else; ask again after Retry-After")
                    .retryAfter(Duration.ofSeconds(2));
        }
        try {
            request.contentType("application/json").result(read(person, incident, since).toString());
            new Shown(incident == null ? List.of() : List.of(incident), 1).of(request);
        } catch (KafkaException e) {
            throw new ApiException(503, "the records are away", "they could not be read: " + e.getMessage());
        } finally {
            one.release();
        }
    }

    private ObjectNode read(@Nullable String person, @Nullable String incident, Instant since) {
        PriorityQueue<DataAccess> newest = new PriorityQueue<>(Comparator.comparing(DataAccess::getLastAt));
        long[] all = {0};
        reader.read(topics.access, since, (record, access) -> {
            if ((person == null || person.equals(access.getBy()))
                    && (incident == null || access.getIncidents().contains(incident))
                    && !access.getLastAt().isBefore(since)) {
                all[0]++;
                newest.add(access);
                if (newest.size() > MOST) {
                    newest.remove();
                }
            }
        });
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("since", RecordJson.time(since)).put("all", all[0]);
        ArrayNode accesses = json.putArray("accesses");
        newest.stream().sorted(Comparator.comparing(DataAccess::getFirstAt))
                .forEach(access -> accesses.add(RecordJson.write(access)));
        return json;
    }

    private Instant since(@Nullable String text) {
        try {
            return text == null ? clock.instant().minus(USUAL) : Queries.instant(text);
        } catch (DateTimeException e) {
            throw new ApiException(400, "invalid parameter", "since must be a time with offset such as"
                    + " 2026-03-01T08:30:00+08:00 (in an address the plus sign must be escaped)");
        }
    }
}
