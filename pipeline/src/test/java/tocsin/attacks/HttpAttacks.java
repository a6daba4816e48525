package tocsin.attacks;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Attacks a running Tocsin over HTTP, one way after the other, and prints how a normal load fared: see
/// docs/budgets.md.
///
/// Options: `--url`, `--reporter` (a key of qingdao-fire), `--officer` (a duty officer's), `--attacker` (a key of
/// shibei-fire), `--seconds` (for each, 20), `--attacks` (names with commas; all).
public final class HttpAttacks {
    private HttpAttacks() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of("--seconds", "20", "--attacks", ""));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        URI server = URI.create(options.get("--url"));
        String names = options.get("--attacks");
        List<Attack> attacks = names.isEmpty() ? List.of(Attack.values())
                : Arrays.stream(names.split(",")).map(Attack::named).toList();
        for (Attack attack : attacks) {
            try (NormalLoad load = new NormalLoad(server, options.get("--reporter"), options.get("--officer"))) {
                String incident = load.incident();
                Attack.Running running = attack.start(
                        new Attack.Target(server, options.get("--attacker"), options.get("--officer")));
                load.start(incident);
                TimeUnit.SECONDS.sleep(Integer.parseInt(options.get("--seconds")));
                load.stop();
                running.close();
                System.out.println(attack + "  reports: " + load.reports() + "  acknowledgements: "
                        + load.acknowledgements() + "  attackers: " + running.answers());
            } catch (Exception e) {
                System.out.println(attack + "  no normal load is possible any more: " + e);
                return;
            }
        }
        System.exit(0);
    }
}
