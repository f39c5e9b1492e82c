using System.Globalization;
using System.Text;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Lists.Search;

/// <summary>The text of the search field: words that must all occur, and conditions that must all be met.</summary>
public sealed record RunSearch
{
    private const int Longest = 1000;

    private readonly IReadOnlyList<(string Text, bool IsNumber)> words;

    private RunSearch(
        IReadOnlyList<string> words, IReadOnlyList<RunCondition> conditions, IReadOnlyList<string> problems, IReadOnlyList<string> refusals)
    {
        this.words = [.. words.Select(word => (word, double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))];
        (Conditions, Problems, Refusals) = (conditions, problems, refusals);
    }

    /// <summary>The conditions in it.</summary>
    public IReadOnlyList<RunCondition> Conditions { get; }

    /// <summary>What looks like a condition but is not one, and so is searched for as text.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The same for programs, for which nothing is searched then.</summary>
    public IReadOnlyList<string> Refusals { get; }

    /// <summary>Reads a search; quotes keep words together. Metrics are known if a run has them.</summary>
    public static RunSearch Parse(string text, IReadOnlyList<Run> runs)
    {
        List<string> words = [], problems = [], refusals = [];
        List<RunCondition> conditions = [];
        if (text.Length > Longest)
        {
            problems.Add($"The search has more than {Longest} characters; only the first {Longest} count.");
            refusals.Add($"it has more than {Longest} characters; ask for less at a time");
            text = text[..Longest];
        }
        foreach (string word in Words(text))
        {
            if (RunCondition.Parse(word, runs, out SearchProblem? problem) is { } condition) conditions.Add(condition);
            else words.Add(word);
            if (problem is null) continue;
            problems.Add(problem.Note);
            refusals.Add(problem.Refusal);
        }
        return new RunSearch(words, conditions, problems, refusals);
    }

    /// <summary>
    /// Whether a run has all the words (in its id, name, note, tags, owner, dataset or settings) and meets all conditions.
    /// </summary>
    public bool Matches(Run run)
    {
        foreach ((string word, bool isNumber) in words) if (!Has(run, word, isNumber)) return false;
        foreach (RunCondition condition in Conditions) if (!condition.Holds(run)) return false;
        return true;
    }

    private static bool Has(Run run, string word, bool isNumber)
    {
        if (Holds(run.Id, word) || Holds(run.Name, word) || Holds(run.Owner, word) || Holds(run.Dataset, word) || Holds(run.Note, word))
            return true;
        foreach (string tag in run.Tags) if (Holds(tag, word)) return true;
        // In settings, a number must match as a whole: 12 is not found in 512.
        string settings = SettingColumns.Searched(run.Settings);
        return isNumber ? settings.Contains($"\n{word}\n", StringComparison.OrdinalIgnoreCase) : Holds(settings, word);
    }

    private static bool Holds(string? text, string word) => text is not null && text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Words(string text)
    {
        StringBuilder word = new();
        bool quoted = false;
        foreach (char c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (quoted || !char.IsWhiteSpace(c)) word.Append(c);
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0) yield return word.ToString();
    }
}
