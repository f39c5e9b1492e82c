using System.Globalization;
using System.Text.RegularExpressions;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists;

/// <summary>
/// A condition on a column's value, as typed: <c>val_auc_ovr_macro&gt;0.8</c>, <c>lr&lt;=0.001</c>, <c>max_frames_span=last</c>.
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

    /// <summary><c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>=</c> or <c>!=</c>.</summary>
    public string Comparison { get; }

    /// <summary>What it is compared with.</summary>
    public string Value { get; }

    /// <summary>Reads a condition; null if the word is not one, with the reason if it looks like one.</summary>
    public static RunCondition? Parse(string word, out string? problem)
    {
        problem = null;
        Match match = Shape().Match(word);
        if (!match.Success) return null;
        string name = match.Groups[1].Value, value = match.Groups[3].Value;
        if (RunColumns.Resolve(name) is not { } column)
        {
            problem = $"“{name}” is no setting or metric, so “{word}” is looked for as text.";
            return null;
        }
        RunCondition condition = new(column, match.Groups[2].Value, value);
        if (condition.number is null && (column.IsNumber || condition.Comparison is not ("=" or "!=")))
        {
            problem = column.IsNumber
                ? $"“{value}” in “{word}” is no number, so it is looked for as text."
                : $"{name} holds text, which can only be compared by = or !=, so “{word}” is looked for as text.";
            return null;
        }
        return condition;
    }

    /// <summary>Whether a run meets it; a run without the value never does.</summary>
    public bool Holds(Run run)
    {
        if (!Column.IsNumber && Comparison is "=" or "!=")
            return Column.Text!(run) is { } text && string.Equals(text, Value, StringComparison.OrdinalIgnoreCase) == (Comparison == "=");
        return Column.Number?.Invoke(run) is { } actual && number is { } limit && Comparison switch
        {
            ">" => actual > limit,
            ">=" => actual >= limit,
            "<" => actual < limit,
            "<=" => actual <= limit,
            "=" => actual == limit,
            _ => actual != limit,
        };
    }

    [GeneratedRegex(@"\A([A-Za-z][^<>=!]*)(<=|>=|!=|<|>|=)(.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
