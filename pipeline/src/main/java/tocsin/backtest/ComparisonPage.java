package tocsin.backtest;

import java.util.List;

/// A comparison as an HTML page that needs nothing else: to print, to mail, to keep.
public final class ComparisonPage {
    private static final int SHOWN = 500;

    private ComparisonPage() {}

    /// The page.
    public static String of(Comparison comparison) {
        StringBuilder rows = new StringBuilder();
        List<String> lines = ComparisonText.of(comparison, SHOWN);
        for (String line : lines.subList(1, lines.size())) {
            boolean detail = line.startsWith("  ");
            rows.append(detail ? "<li>" : "</ul><h2>").append(escaped(line.strip()))
                    .append(detail ? "</li>" : "</h2><ul>")
                    .append('\n');
        }
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Backtest 回测</title>
                <style>
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
                h2 { font-size: 1.05rem; border-top: 1px solid #ccc; padding-top: .7rem; margin: 1rem 0 .3rem }
                li { overflow-wrap: anywhere }
                p { color: #444 }
                </style>
                <h1>Backtest 回测</h1>
                <p>%s</p>
                <ul>
                %s</ul>
                </html>
                """
                .formatted(escaped(lines.getFirst()), rows);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
