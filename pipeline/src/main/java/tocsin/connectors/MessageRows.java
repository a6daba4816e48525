package tocsin.connectors;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tocsin.mapping.FileForm;
import tocsin.mapping.Mapping;
import tocsin.mapping.Row;
import tocsin.mapping.Rows;
import tocsin.text.PlainText;

/// Makes rows of messages: their JSON, and their topic, whole and level by level.
final class MessageRows {
    /// The largest message that is read: a record is no larger.
    static final int LARGEST = 1024 * 1024;
    /// Rows of one message; what it holds beyond them is refused as one.
    static final int MOST_ROWS = 1_000;
    /// Levels of a topic that are columns.
    static final int MOST_LEVELS = 100;

    private final String feed;
    private final Rowing rowing;

    MessageRows(String feed, Rowing rowing) {
        this.feed = feed;
        this.rowing = rowing;
    }

    /// Sends the rows of these. Throws [Door.DoorClosedException] where nothing can be taken in now; the same messages are
    /// to be given again then.
    ///
    /// @param told those of which it was told that they are refused; told ones are added. Compares by identity.
    void send(List<Mqtt5Publish> messages, Set<Mqtt5Publish> told) {
        Gathering gathering = new Gathering(rowing);
        for (Mqtt5Publish message : messages) {
            read(message, gathering, told);
        }
        gathering.send();
    }

    private void read(Mqtt5Publish message, Gathering gathering, Set<Mqtt5Publish> told) {
        byte[] payload = message.getPayloadAsBytes();
        if (payload.length > LARGEST) {
            refused(message, "the message is over 1 MiB; send less of it", told);
            return;
        }
        Map<String, String> levels = levels(message.getTopic().toString());
        int[] count = new int[1];
        try {
            Rows.readWhile(feed, new ByteArrayInputStream(payload), FileForm.of(Mapping.Format.NDJSON), row -> {
                count[0]++;
                if (count[0] > MOST_ROWS) {
                    return false;
                }
                Map<String, String> columns = new LinkedHashMap<>(row.columns());
                columns.putAll(levels);
                gathering.add(new Row(row.line(), columns, row.numbers(), row.lists(), row.problem()));
                return true;
            });
        } catch (UncheckedIOException e) {
            refused(message, "the message is no JSON of an object", told);
        }
        if (count[0] > MOST_ROWS) {
            refused(message, "the message holds more than " + MOST_ROWS + " rows, and those behind them were left out;"
                    + " send fewer in one message", told);
        }
    }

    private void refused(Mqtt5Publish message, String reason, Set<Mqtt5Publish> told) {
        if (told.add(message)) {
            rowing.refused(PlainText.line(message.getTopic().toString()), reason);
        }
    }

    private static Map<String, String> levels(String topic) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("mqtt.topic", topic);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < Math.min(levels.length, MOST_LEVELS); i++) {
            columns.put("mqtt.level" + (i + 1), levels[i]);
        }
        return columns;
    }
}
