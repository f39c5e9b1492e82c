using System.Globalization;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Paging;

/// <summary>
/// The columns of a list as a program gets them: numbers in full, times as ISO 8601, tags as a list. The id always comes first.
/// </summary>
public sealed class RunFields
{
    private const string Id = "id", Tags = "tags";
    private const int Most = 200;

    private static readonly string[] usual =
    [
        "name", "status", "owner", "dataset", "tags", "created", "started", "ended", "duration", "epochs_done", "best_epoch",
        "best:val_loss", "best:val_auc_ovr_macro",
    ];

    private readonly RunColumn[] columns;

    private RunFields(IEnumerable<string> keys) =>
        columns = [.. keys.Prepend(Id).Distinct().Select(key => RunColumns.Find(key)!)];

    /// <summary>The chosen columns.</summary>
    /// <param name="keys">Their keys, as in the list's address and its CSV; null for the usual ones.</param>
    /// <exception cref="InputException">There are no such columns, or too many.</exception>
    public static RunFields Choose(IReadOnlyList<string>? keys)
    {
        if (keys is null) return new RunFields(usual);
        string[] unknown = [.. keys.Where(key => RunColumns.Find(key) is null)];
        if (unknown.Length > 0)
            throw new InputException([.. unknown.Select(key => $"fields: there is no column “{key}”; use names of the list's CSV, such as "
                + "name, max_frames, best:val_loss or split:test:accuracy")]);
        return keys.Count <= Most ? new RunFields(keys) : throw new InputException($"fields: {keys.Count} names; {Most} at most");
    }

    /// <summary>A run's values by the columns' keys.</summary>
    public JsonObject Of(Run run) => new(columns.Select(column => KeyValuePair.Create(column.Key, Value(column, run))));

    private static JsonNode? Value(RunColumn column, Run run)
    {
        if (column.Key == Tags) return new JsonArray([.. run.Tags.Select(tag => (JsonNode)tag)]);
        if (!column.IsNumber) return column.Text!(run);
        if (column.Number!(run) is not { } number || !double.IsFinite(number)) return null;
        if (column.Format == ColumnFormat.Time) return Time((long)number);
        // Counts and bytes without a fraction.
        return number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? (long)number : number;
    }

    private static string Time(long ticks) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
