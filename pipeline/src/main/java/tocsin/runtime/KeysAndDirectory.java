package tocsin.runtime;

import java.util.ArrayList;
import java.util.List;
import tocsin.api.ApiKey;
import tocsin.api.Caller;
import tocsin.rules.directory.Directory;

/// Whether what keys are bound to is in the directory.
public final class KeysAndDirectory {
    private KeysAndDirectory() {}

    /// What is not there, one sentence each without its end: `duty: agency qingdao-fires is not in the directory`.
    public static List<String> problems(List<ApiKey> keys, Directory directory) {
        List<String> problems = new ArrayList<>();
        for (ApiKey key : keys) {
            Caller holder = key.holder();
            if (holder.agency() != null && !directory.agencies().containsKey(holder.agency())) {
                problems.add(missing(key, "agency " + holder.agency()));
            }
            if (holder.board() != null && !directory.boards().containsKey(holder.board())) {
                problems.add(missing(key, "board " + holder.board()));
            }
            holder.bounds().agencies().stream().filter(agency -> !directory.agencies().containsKey(agency))
                    .forEach(agency -> problems.add(missing(key, "agency " + agency)));
            holder.bounds().areas().stream().filter(area -> !directory.areas().containsKey(area))
                    .forEach(area -> problems.add(missing(key, "area " + area)));
        }
        return problems;
    }

    private static String missing(ApiKey key, String what) {
        return key.name() + ": " + what + " is not in the directory";
    }
}
