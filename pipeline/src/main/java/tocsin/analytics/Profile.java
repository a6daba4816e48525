package tocsin.analytics;

import java.util.Arrays;

/// Measures by which reports are appraised (考核).
public enum Profile {
    /// Meizhou's interim measures: points by use of a report, over the number of scored reports (catalogue 2.4).
    MEIZHOU("meizhou", "梅州办法"),
    /// Anhui 2010: 80 base and 20 workload, with Baoji's deductions, for Anhui's are not known (catalogue 2.4).
    ANHUI("anhui", "安徽办法");

    private final String key;
    private final String zh;

    Profile(String key, String zh) {
        this.key = key;
        this.zh = zh;
    }

    /// Its name in a request.
    public String key() {
        return key;
    }

    /// Its name in Chinese.
    public String zh() {
        return zh;
    }

    /// The profile of this name. Throws [IllegalArgumentException] where there is none.
    public static Profile named(String name) {
        return Arrays.stream(values()).filter(profile -> profile.key.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("profile \"" + name + "\" is none; there are "
                        + Arrays.stream(values()).map(Profile::key).toList()));
    }
}
