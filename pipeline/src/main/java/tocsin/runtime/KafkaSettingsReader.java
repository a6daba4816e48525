package tocsin.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// Reads `kafka`: any setting of Kafka's clients under its own name.
///
/// A name that is nearly one of Kafka's is refused, for Kafka would pass over it. A name that is far from all of them may
/// be one of a part that somebody put on the class path, if it is written like one; it passes.
final class KafkaSettingsReader {
    private static final String BROKERS = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
    private static final int LAST_PORT = 65_535;
    private static final Map<String, ConfigDef.ConfigKey> KNOWN = known();
    /// What Kafka Streams takes before a client's setting, to set it for one of its clients only.
    private static final List<String> PREFIXES = List.of("main.consumer.", "restore.consumer.", "global.consumer.",
            "consumer.", "producer.", "admin.", "topic.");

    private final SettingValues values;
    private final Map<String, String> kafka = new HashMap<>();
    private final Map<String, Origin> origins = new HashMap<>();
    private @Nullable String brokersPlace;

    KafkaSettingsReader(SettingValues values) {
        this.values = values;
        kafka.put(BROKERS, TocsinSettings.EMBEDDED);
    }

    private static Map<String, ConfigDef.ConfigKey> known() {
        Map<String, ConfigDef.ConfigKey> known = new TreeMap<>();
        for (ConfigDef definitions : List.of(StreamsConfig.configDef(), ConsumerConfig.configDef(),
                ProducerConfig.configDef(), AdminClientConfig.configDef())) {
            known.putAll(definitions.configKeys());
        }
        return Map.copyOf(known);
    }

    Map<String, String> read(YamlNode node) {
        node.mapping().forEach((key, value) -> {
            String text = values.text(value, "");
            if (!key.equals(SettingsFile.KEY)) {
                take(key, text, new Origin(values.place(value), problem -> values.problem(value, problem)));
            }
        });
        values.environment().forEach((name, text) -> {
            if (name.startsWith(SettingValues.KAFKA_PREFIX)) {
                String key = name.substring(SettingValues.KAFKA_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_',
                        '.');
                if (!node.optional(key).isPresent() && !key.equals(SettingsFile.KEY)) {
                    take(key, text, new Origin(name, problem -> values.problem(name, problem)));
                }
            }
        });
        file(node.optional(SettingsFile.KEY));
        new KafkaSecurityCheck(kafka, (name, problem) -> {
            Origin origin = origins.get(name);
            if (origin != null) {
                origin.tell(problem);
            } else {
                values.problem(node, name + " " + problem);
            }
        }).look();
        return kafka;
    }

    /// What stands in a file of properties, as Kafka's own tools take it; what stands here or in the environment goes
    /// before it.
    private void file(YamlNode node) {
        SettingsFile.of(values, node).forEach((name, text) -> {
            // The same file may hold what a client of the registry reads.
            if (!origins.containsKey(name) && !SettingsFile.isOfRegistry(name)) {
                take(name, text, new Origin(values.place(node),
                        problem -> values.problem(node, name + " in this file " + problem)));
            }
        });
    }

    /// Where the address of the brokers stands, or what was probably meant to be it; empty where neither does.
    Optional<String> brokersPlace() {
        return Optional.ofNullable(brokersPlace);
    }

    /// Where a setting comes from.
    ///
    /// @param telling is told what is wrong with it
    private record Origin(String place, Consumer<String> telling) {
        void tell(String problem) {
            telling.accept(problem);
        }
    }

    private void take(String name, String text, Origin telling) {
        origins.put(name, telling);
        ConfigDef.ConfigKey known = KNOWN.get(plain(name));
        if (known != null) {
            kafka.put(name, text);
            if (name.equals(BROKERS)) {
                brokersPlace = telling.place();
            }
            check(known, text, telling);
            return;
        }
        Optional<String> near = Nearest.within(Math.max(2, name.length() / 6), name, KNOWN.keySet());
        if (near.isPresent()) {
            telling.tell("is no setting of Kafka (did you mean " + near.get() + "?)");
            // So that one look also finds what is wrong with its value.
            kafka.putIfAbsent(near.get(), text);
            if (near.get().equals(BROKERS)) {
                kafka.put(BROKERS, text);
                brokersPlace = telling.place();
            }
            check(Objects.requireNonNull(KNOWN.get(near.get())), text, telling);
        } else if (name.contains(".")) {
            kafka.put(name, text);
        } else {
            telling.tell("is no setting of Kafka; write its settings under their own names, the broker's address as "
                    + BROKERS);
        }
    }

    private static void check(ConfigDef.ConfigKey key, String text, Origin telling) {
        if (key.name.equals(BROKERS)) {
            checkBrokers(text, telling);
            return;
        }
        try {
            Object value = ConfigDef.parseType(key.name, text, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, value);
            }
        } catch (ConfigException e) {
            String said = String.valueOf(e.getMessage());
            String reason = said.substring(said.indexOf(key.name) + key.name.length()).replaceFirst("^[: ]+", "");
            telling.tell((key.type == ConfigDef.Type.PASSWORD ? "" : "\"" + text + "\" ") + "is no value for it"
                    + (reason.isBlank() || said.indexOf(key.name) < 0 ? "; Kafka's own documents say what is"
                            : ": " + reason));
        }
    }

    private static void checkBrokers(String text, Origin telling) {
        if (text.strip().equals(TocsinSettings.EMBEDDED)) {
            return;
        }
        for (String one : text.split(",", -1)) {
            String address = one.strip();
            int colon = address.lastIndexOf(':');
            if (address.contains("://")) {
                telling.tell("\"" + PlainAddress.withoutPassword(address) + "\" has a scheme; write "
                        + PlainAddress.withoutScheme(address));
            } else if (colon <= 0 || address.endsWith("]") || address.matches(".*[\\s/@].*")) {
                telling.tell("\"" + address + "\" is no broker's address"
                        + Nearest.hint(address, List.of(TocsinSettings.EMBEDDED))
                        + "; write host:port, such as broker1:9092, several with commas between, or "
                        + TocsinSettings.EMBEDDED);
            } else if (!isPort(address.substring(colon + 1))) {
                telling.tell("\"" + address + "\" has no port between 1 and " + LAST_PORT + " behind its last colon");
            }
        }
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= LAST_PORT;
    }

    private static String plain(String name) {
        return PREFIXES.stream().filter(name::startsWith).findFirst().map(prefix -> name.substring(prefix.length()))
                .filter(rest -> !rest.isEmpty()).orElse(name);
    }
}
