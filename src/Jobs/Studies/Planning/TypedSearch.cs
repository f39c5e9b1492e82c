using System.Globalization;
using Angioboard.Core.Studies.Searching;

namespace Angioboard.Jobs.Studies.Planning;

/// <summary>The search of a study as people type it, in a form or a terminal. What is left empty has its usual value.</summary>
public sealed record TypedSearch
{
    /// <summary>What problems call its fields.</summary>
    public const string RuleField = "search", StartupField = "startup", WarmupField = "warmup", RungsField = "rungs",
        FactorField = "factor";

    /// <summary>One in this many goes on at a rung, if nothing else is said.</summary>
    public const int UsualFactor = 3;

    /// <summary>The rules.</summary>
    public static IReadOnlyList<string> Rules { get; } = [SearchRule.Median, SearchRule.Halving];

    /// <summary>The rule's name; empty for no search.</summary>
    public string Rule { get; init; } = "";

    /// <summary>Of the median rule: how many variants must have finished before any pauses.</summary>
    public string Startup { get; init; } = "";

    /// <summary>Of the median rule: epochs before which none pauses.</summary>
    public string Warmup { get; init; } = "";

    /// <summary>Of halving: epochs after which variants are compared, separated by commas.</summary>
    public string Rungs { get; init; } = "";

    /// <summary>Of halving: one in this many goes on.</summary>
    public string Factor { get; init; } = "";

    /// <summary>The fields that have a text but belong to another rule, and that rule.</summary>
    public IEnumerable<(string Name, string Rule)> OfOtherRule
    {
        get
        {
            (string Name, string Text, string Rule)[] all =
            [
                (StartupField, Startup, SearchRule.Median), (WarmupField, Warmup, SearchRule.Median),
                (RungsField, Rungs, SearchRule.Halving), (FactorField, Factor, SearchRule.Halving),
            ];
            return all.Where(own => own.Text.Length > 0 && own.Rule != Rule).Select(own => (own.Name, own.Rule));
        }
    }

    /// <summary>The rule; null for no search, and while there are problems.</summary>
    /// <param name="problems">Receives the problems, each with the field's name.</param>
    public SearchRule? Read(ICollection<(string Field, string Text)> problems)
    {
        int before = problems.Count;
        MedianRule usual = new();
        SearchRule? rule = null;
        switch (Rule)
        {
            case "":
                break;
            case SearchRule.Median:
                rule = new MedianRule(Whole(StartupField, Startup, usual.Startup, problems),
                    Whole(WarmupField, Warmup, usual.Warmup, problems));
                break;
            case SearchRule.Halving:
                rule = new HalvingRule(ListOf(Rungs, problems), Whole(FactorField, Factor, UsualFactor, problems));
                break;
            default:
                problems.Add((RuleField, $"there is no {Rule}; choose {string.Join(" or ", Rules)}"));
                break;
        }
        return problems.Count == before ? rule : null;
    }

    private static int[] ListOf(string text, ICollection<(string, string)> problems)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) problems.Add((RungsField, "is empty; give the epochs after which variants are compared, such as 5,15"));
        return [.. parts.Select(part => Whole(RungsField, part, 0, problems))];
    }

    private static int Whole(string field, string text, int usual, ICollection<(string, string)> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) return usual;
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)) return number;
        problems.Add((field, $"{text.Trim()} is not a whole number"));
        return usual;
    }
}
