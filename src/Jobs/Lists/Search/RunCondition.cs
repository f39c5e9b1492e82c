using System.Globalization;
using System.Text.RegularExpressions;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Search;

/// <summary>
/// A condition on a column's value, as typed: <c>val_auc&gt;0.8</c>, <c>lr&lt;=0.001</c>, <c>max_frames_span=last</c>, <c>owner:ada</c>.
/// </summary>
public sealed partial record RunCondition
{
    private readonly double? number;

    private RunCondition(RunColumn column, string comparison, string value)
    {
        (Column, Comparison, Value) = (column, comparison, value);
        number = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null;
    }

    /// <summary>What is compared.</summary>
    public RunColumn Column { get; }

    /// <summary>
    /// <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>=</c>, <c>!=</c>, or <c>:</c>, which finds part of a name or note.
    /// </summary>
    public string Comparison { get; }

    /// <summary>What it is compared with.</summary>
    public string Value { get; }

    /// <summary>Reads a condition; null if the word is not one, with the reason if it looks like one.</summary>
    public static RunCondition? Parse(string word, IReadOnlyList<Run> runs, out SearchProblem? problem)
    {
        problem = null;
        Match match = Shape().Match(word);
        bool filter = !match.Success;
        if (filter) match = FilterShape().Match(word);
        if (!match.Success) return null;
        string name = match.Groups[1].Value, value = match.Groups[3].Value;
        if ((filter ? ColumnNames.Filter(name) : ColumnNames.Resolve(name, runs)) is not { } column)
        {
            string? near = ColumnNames.Near(name);
            // A colon is part of many words; only a name that is almost right is worth a note.
            if (!filter) problem = new($"Unknown metric “{name}”", word, near);
            else if (near is not null) problem = new($"Unknown filter “{name}”", word, near);
            return null;
        }
        RunCondition condition = new(column, match.Groups[2].Value, value);
        problem = condition.Problem(name) is { } reason ? new(reason, word, null) : null;
        return problem is null ? condition : null;
    }

    /// <summary>Whether a run meets it; a run without the value never does.</summary>
    public bool Holds(Run run)
    {
        if (Column.Key == "tags") return run.Tags.Any(Same) != (Comparison == "!=");
        if (Column.Key == "status") return (Same(Column.Show(run)) || Same(RunStateWord.Of(run))) != (Comparison == "!=");
        if (!Column.IsNumber)
        {
            if (Column.Text!(run) is not { } text) return false;
            return Comparison == ":" && Column.Key is "name" or "note" or "reason" or "id"
                ? text.Contains(Value, StringComparison.OrdinalIgnoreCase)
                : Same(text) != (Comparison == "!=");
        }
        return Column.Number!(run) is { } actual && number is { } limit && Comparison switch
        {
            ">" => actual > limit,
            ">=" => actual >= limit,
            "<" => actual < limit,
            "<=" => actual <= limit,
            "!=" => actual != limit,
            _ => actual == limit,
        };
    }

    private bool Same(string text) => string.Equals(text, Value, StringComparison.OrdinalIgnoreCase);

    private string? Problem(string name)
    {
        if (Column.IsNumber) return number is null ? $"“{Value}” is not a number" : null;
        if (Comparison is not ("=" or "!=" or ":")) return $"{name} is text, which can only be compared with :, = or !=";
        return Column.Key == "status" && !RunStateWord.All.Any(Same) && !Same("folder missing")
            ? $"Unknown status “{Value}” (known: {string.Join(", ", RunStateWord.All).ToLowerInvariant()})"
            : null;
    }

    [GeneratedRegex(@"\A([A-Za-z][^<>=!]*)(<=|>=|!=|<|>|=)(.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex(@"\A([A-Za-z][\w ]*)(:)(.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex FilterShape();
}
