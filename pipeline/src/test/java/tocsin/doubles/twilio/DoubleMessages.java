package tocsin.doubles.twilio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The messages of the account, and the lists Twilio makes of them.
final class DoubleMessages {
    private final Map<String, DoubleMessage> bySid = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, DoubleMessage> all = new ConcurrentSkipListMap<>();
    private final Map<String, ConcurrentNavigableMap<Long, DoubleMessage>> byTo = new ConcurrentHashMap<>();

    void add(DoubleMessage message) {
        bySid.put(message.sid, message);
        byTo.computeIfAbsent(message.create.to(), to -> new ConcurrentSkipListMap<>()).put(message.number, message);
        all.put(message.number, message);
    }

    @Nullable
    DoubleMessage find(String sid) {
        return bySid.get(sid);
    }

    /// Oldest first.
    Collection<DoubleMessage> all() {
        return all.values();
    }

    /// One page of a list.
    ///
    /// @param path  of the list
    /// @param query as asked
    /// @param listing in which order, and what is shown
    /// @throws DateTimeException     when a date cannot be read
    /// @throws NumberFormatException when a number cannot be read
    ObjectNode page(String path, Map<String, String> query, DoubleListing listing, Instant now) {
        int size = Math.clamp(Integer.parseInt(query.getOrDefault("PageSize", "50")), 1, 1000);
        int page = Integer.parseInt(query.getOrDefault("Page", "0"));
        String to = query.get("To");
        String token = query.get("PageToken");
        Predicate<DoubleMessage> wanted = filter(query);
        List<DoubleMessage> rows = (to == null ? all : byTo.getOrDefault(to, new ConcurrentSkipListMap<>())).values()
                .stream().map(ListOrder.Row::of).sorted(listing.order().comparator()).map(ListOrder.Row::message)
                .filter(message -> listing.shows(message, now)).toList();
        int empty = listing.beginsEmpty() ? 1 : 0;
        int from = listing.goesByNumber() ? Math.max(0, page - empty) * size : token == null ? 0 : after(rows, token);
        List<DoubleMessage> found = rows.subList(Math.min(from, rows.size()), rows.size()).stream().filter(wanted)
                .limit(size + 1L).toList();
        List<DoubleMessage> shown = page < empty ? List.of() : found.subList(0, Math.min(size, found.size()));

        String first = path + "?" + encode(query, size) + "Page=";
        boolean more = page < empty || found.size() > size;
        String next = listing.goesByNumber() || shown.isEmpty() ? "" : "&PageToken=PA" + shown.getLast().sid;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("first_page_uri", first + 0).put("page", page).put("page_size", size).putNull("previous_page_uri")
                .put("start", page * size).put("end", page * size + Math.max(0, shown.size() - 1))
                .put("uri", first + page + (token == null ? "" : "&PageToken=" + token))
                .put("next_page_uri", more ? first + (page + 1) + next : null);
        ArrayNode messages = json.putArray("messages");
        shown.forEach(message -> messages.add(message.json()));
        return json;
    }

    /// Where the page begins that follows this message.
    private int after(List<DoubleMessage> rows, String token) {
        DoubleMessage last = token.startsWith("PA") ? find(token.substring(2)) : null;
        if (last == null) {
            throw new NumberFormatException("no such page: " + token);
        }
        return rows.indexOf(last) + 1;
    }

    private static String encode(Map<String, String> query, int size) {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) -> {
            if (!name.startsWith("Page")) {
                text.append(URLEncoder.encode(name, StandardCharsets.UTF_8)).append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)).append('&');
            }
        });
        return text.append("PageSize=").append(size).append('&').toString();
    }

    /// A message that is not sent yet has no date, so no date finds it.
    private static Predicate<DoubleMessage> filter(Map<String, String> query) {
        String from = query.get("From");
        List<Predicate<Instant>> dates = new ArrayList<>();
        query.forEach((name, value) -> {
            switch (name) {
                case "DateSent" -> {
                    LocalDate day = span(value).start().atOffset(ZoneOffset.UTC).toLocalDate();
                    dates.add(sent -> sent.atOffset(ZoneOffset.UTC).toLocalDate().equals(day));
                }
                case "DateSent>" -> dates.add(sent -> !sent.isBefore(span(value).start()));
                case "DateSent<" -> dates.add(sent -> !sent.isAfter(span(value).end()));
                default -> {
                }
            }
        });
        return message -> {
            Instant sent = message.sent();
            return (from == null || from.equals(message.from()))
                    && (dates.isEmpty() || sent != null && dates.stream().allMatch(date -> date.test(sent)));
        };
    }

    /// The time a date stands for.
    private record Span(Instant start, Instant end) {}

    private static Span span(String text) {
        if (text.matches("\\d{4}-\\d\\d-\\d\\d")) {
            LocalDate day = LocalDate.parse(text);
            return new Span(day.atStartOfDay().toInstant(ZoneOffset.UTC),
                    day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusNanos(1));
        }
        Instant at;
        if (text.matches("[A-Z][a-z]{2}, .*")) {
            at = OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } else if (text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")) {
            at = OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } else {
            at = LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        }
        return new Span(at, at);
    }
}
