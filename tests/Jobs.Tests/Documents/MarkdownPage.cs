using System.Text;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Tests.Documents;

/// <summary>A page of the documents: anchors of its headings, links and code.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly string[] Skipped =
        [".git", "bin", "obj", "node_modules", "publish", "results", "data", "TestResults", "wwwroot"];

    private MarkdownPage(string path)
    {
        Path = path;
        StringBuilder prose = new();
        List<string> code = [], block = [];
        bool fenced = false, before = true;
        foreach (string line in File.ReadLines(path).Append(""))
        {
            bool fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (fence) fenced = !fenced;
            bool indented = line.StartsWith("    ", StringComparison.Ordinal) && (before || block.Count > 0);
            if (!fence && (fenced || indented)) block.Add(line.Trim());
            else
            {
                code.AddRange(string.Join('\n', block).Replace("\\\n", " ", StringComparison.Ordinal)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries));
                block.Clear();
                prose.AppendLine(fence ? "" : line);
            }
            before = line.Length == 0;
        }
        Code = [.. code, .. InlineCode().Matches(prose.ToString()).Select(match => match.Groups[1].Value.ReplaceLineEndings(" "))];
        string text = InlineCode().Replace(prose.ToString(), "$1");
        Anchors = Slugs(Heading().Matches(text).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        Links = [.. Link().Matches(InlineCode().Replace(prose.ToString(), "")).Select(match => match.Groups[1].Value)];
    }

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = GoldenFiles.Repository;

    /// <summary>Every page of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
        [.. Pages(Root).Order(StringComparer.Ordinal).Select(path => new MarkdownPage(path))];

    public string Path { get; }

    /// <summary>Its path relative to the repository's folder.</summary>
    public string Name => System.IO.Path.GetRelativePath(Root, Path);

    public string Text => File.ReadAllText(Path);

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>The targets of its links and pictures.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>Lines of code blocks, with continued lines joined, and inline code.</summary>
    public IReadOnlyList<string> Code { get; }

    private static IEnumerable<string> Pages(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Concat(
            Directory.EnumerateDirectories(folder).Where(inner => !Skipped.Contains(System.IO.Path.GetFileName(inner))).SelectMany(Pages));

    private static IEnumerable<string> Slugs(IEnumerable<string> headings)
    {
        Dictionary<string, int> seen = [];
        foreach (string heading in headings)
        {
            string words = Link().Replace(heading, match => match.Value[..match.Value.LastIndexOf(']')].TrimStart('!', '[')).Trim()
                .ToLowerInvariant();
            string slug = NotInSlug().Replace(words, "").Replace(' ', '-');
            seen[slug] = seen.TryGetValue(slug, out int times) ? times + 1 : 0;
            yield return seen[slug] == 0 ? slug : $"{slug}-{seen[slug]}";
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?m)^#+ +(.+?)\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInSlug();
}
