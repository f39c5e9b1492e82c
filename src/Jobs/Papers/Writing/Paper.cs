using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Papers.Writing;

/// <summary>The content of a report for a paper, which Word, LaTeX and CSV files are written from.</summary>
internal sealed partial class Paper
{
    private readonly Dictionary<string, string> numbers = [];

    /// <param name="title">The title.</param>
    /// <param name="subtitle">A line below it.</param>
    /// <param name="blocks">Everything else, in the order of reading.</param>
    public Paper(string title, string subtitle, IReadOnlyList<PaperBlock> blocks)
    {
        (Title, Subtitle) = (title, subtitle);
        foreach ((int i, PaperTable table) in blocks.OfType<PaperTable>().Index()) numbers.Add(table.Name, $"Table {i + 1}");
        foreach ((int i, PaperFigure figure) in blocks.OfType<PaperFigure>().Index()) numbers.Add(figure.Name, $"Figure {i + 1}");
        Blocks = [.. blocks.Select(block => block.With(Resolve))];
    }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The line below the title.</summary>
    public string Subtitle { get; }

    /// <summary>Everything else. References to tables and figures have their numbers.</summary>
    public IReadOnlyList<PaperBlock> Blocks { get; }

    /// <summary>Further files: their names in the paper's folder, and what writes them.</summary>
    public IReadOnlyList<(string Name, Action<string> Write)> Attachments { get; init; } = [];

    /// <summary>What a text says in place of the number of a table or figure.</summary>
    public static string Reference(string name) => $"{{@{name}}}";

    /// <summary><c>Table 3</c>, <c>Figure 2</c>.</summary>
    public string NumberOf(string name) => numbers[name];

    private string Resolve(string text) =>
        Written().Replace(text, match => numbers.GetValueOrDefault(match.Groups[1].Value, match.Value));

    [GeneratedRegex(@"\{@([a-z0-9-]+)\}")]
    private static partial Regex Written();
}
