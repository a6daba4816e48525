package tocsin.runtime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.intake.Bounds;
import tocsin.intake.Role;
import tocsin.model.Sha256;
import tocsin.yaml.Nearest;
import tocsin.yaml.YamlNode;

/// Reads `api-keys` of a configuration. A key that would let in whom nobody meant is refused.
final class ApiKeysReader {
    /// Hashes of a key: the one that is used, and the one that takes its place.
    private static final int HASHES = 2;
    /// Issuers of one key: they go with each record that is sent with it.
    private static final int ISSUERS = 20;
    private static final int LONGEST = 200;
    private static final String HASH_OF_NOTHING = Sha256.of(new byte[0]);
    private static final List<String> ROLES = Arrays.stream(Role.values()).filter(role -> role != Role.OFFICIAL)
            .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
    /// The name of an instance's own key.
    private static final String OWN = "console";

    private final SettingValues values;
    private final Map<String, String> places;
    private final Map<String, YamlNode> names = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();

    /// @param places takes where each key's agency and board stand
    ApiKeysReader(SettingValues values, Map<String, String> places) {
        this.values = values;
        this.places = places;
    }

    /// @param agencyKeys takes the keys that agencies sign records with
    List<ApiKey> read(YamlNode node, Map<String, String> agencyKeys) {
        List<ApiKey> keys = new ArrayList<>();
        for (YamlNode entry : node.items()) {
            for (String field : List.of("agency", "board", "agencies", "areas", "person")) {
                places.put(node.path() + "[" + keys.size() + "]." + field, values.place(entry.optional(field)));
            }
            keys.add(key(entry, agencyKeys));
        }
        return keys;
    }

    private ApiKey key(YamlNode entry, Map<String, String> agencyKeys) {
        entry.onlyKeys("name", "role", "agency", "board", "sha256", "signing-key", "areas", "agencies", "issuers",
                "expires", "person");
        String name = name(entry);
        String agency = values.text(entry.optional("agency"), "");
        Role role = role(entry.required("role"));
        if (role == Role.REPORTER && agency.isBlank()) {
            values.problem(entry.optional("agency"), "a reporter's key is bound to one agency: give agency");
        }
        String board = values.text(entry.optional("board"), "");
        if ((role == Role.BOARD) == board.isBlank()) {
            values.problem(entry.optional("board"),
                    "a board's key, and no other, is bound to one board: give role board and board");
        }
        String signing = values.text(entry.optional("signing-key"), "");
        if (!signing.isBlank()) {
            Secrets.refuseWeak(values, entry.optional("signing-key"), signing);
            agencyKeys.put(agency, signing);
        }
        Bounds bounds = new Bounds(texts(entry.optional("areas")), texts(entry.optional("agencies")));
        bounds.areas().stream().filter(area -> !area.matches("[0-9]{2,12}")).forEach(
                area -> values.problem(entry.optional("areas"), "\"" + area + "\" is no area code such as 370202"));
        return new ApiKey(new Caller(name, role, agency.isBlank() ? null : agency, board.isBlank() ? null : board,
                bounds, issuers(values, entry), person(entry.optional("person"), role)), hashes(entry, name),
                expires(entry.optional("expires")));
    }

    /// The issuers of official signals that a key or a feed may speak for.
    static List<String> issuers(SettingValues values, YamlNode entry) {
        YamlNode node = entry.optional("issuers");
        List<String> issuers = node.isPresent()
                ? node.items().stream().map(item -> values.text(item, "").strip()).toList()
                : List.of();
        if (issuers.size() > ISSUERS || issuers.stream().anyMatch(one -> one.isEmpty() || one.length() > LONGEST)) {
            values.problem(node, "must be at most " + ISSUERS + " issuers of official signals, in the words they sign"
                    + " with, of at most " + LONGEST + " characters each; more belong to an agency of the directory");
        }
        return issuers;
    }

    private @Nullable String person(YamlNode node, Role role) {
        String person = values.text(node, "").strip();
        if (person.isEmpty()) {
            return null;
        }
        if (role == Role.BOARD) {
            values.problem(node, "a board's key belongs to no person; leave person out");
        } else if (person.indexOf(':') >= 0 || person.length() > LONGEST) {
            values.problem(node, "\"" + person + "\" is no id of the directory's officials, such as duty-wang");
        }
        return person;
    }

    private String name(YamlNode entry) {
        String name = values.required(entry, "name");
        YamlNode first = names.putIfAbsent(name, entry);
        if (first != null && !name.isBlank()) {
            values.problem(entry.optional("name"),
                    "\"" + name + "\" is the name of another key, too; give each its own, for"
                            + " the name says in the timeline who it was");
        }
        if (name.equals(OWN)) {
            values.problem(entry.optional("name"),
                    "\"" + OWN + "\" is the name of each instance's own key; choose another");
        }
        return name;
    }

    private List<String> hashes(YamlNode entry, String name) {
        YamlNode node = entry.required("sha256");
        List<String> hashes = texts(node);
        if (hashes.size() > HASHES) {
            values.problem(node, "has " + hashes.size() + " hashes; a key has one, and while it is exchanged two");
        }
        for (String hash : hashes) {
            String other = holders.putIfAbsent(hash, name);
            if (!hash.matches("[0-9a-f]{64}")) {
                values.problem(node, "must be the SHA-256 of the key, 64 lower-case hexadecimal digits; make one"
                        + " with: echo -n KEY | sha256sum");
            } else if (hash.equals(HASH_OF_NOTHING)) {
                values.problem(node,
                        "is the hash of an empty key, with which everybody would be let in; make a key with:"
                                + " openssl rand -hex 32");
            } else if (other != null) {
                values.problem(node,
                        "is the hash of another key, too (" + other + "); give each person a key of their own");
            }
        }
        return hashes;
    }

    private Optional<Instant> expires(YamlNode node) {
        String text = values.text(node, "");
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            values.problem(node, "\"" + text + "\" is no time with offset such as 2027-01-31T00:00:00+08:00");
            return Optional.empty();
        }
    }

    /// One text, or several.
    private List<String> texts(YamlNode node) {
        if (!node.isPresent()) {
            return List.of();
        }
        return node.isList()
                ? node.items().stream().map(item -> values.text(item, "")).toList()
                : Arrays.stream(values.text(node, "").split(",")).map(String::strip).toList();
    }

    private Role role(YamlNode node) {
        String text = values.text(node, "").replace(' ', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        for (Role role : Role.values()) {
            if (role != Role.OFFICIAL && role.name().equals(text)) {
                return role;
            }
        }
        if (node.isPresent()) {
            values.problem(node, "\"" + values.text(node, "") + "\" is not one of " + ROLES
                    + Nearest.hint(text.toLowerCase(Locale.ROOT).replace('_', '-'), ROLES));
        }
        return Role.ANALYST;
    }
}
