namespace Angioboard.Dashboard.Tests.Architecture;

/// <summary>The repository's source files, and how long they and their lines are.</summary>
internal static class SourceFiles
{
    /// <summary>The most lines of a C# file.</summary>
    public const int MostLines = 300;

    private const int MostColumns = 140;

    private static readonly string[] Kinds = [".cs", ".razor", ".css", ".js"];

    // What builds and packages put into these folders, and other people's programs.
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "Golden", "peer", "wwwroot"];

    /// <summary>The paths of all source files, relative to the root.</summary>
    public static IEnumerable<string> All(string root) => new[] { "src", "tests", "wwwroot-assets" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
        .Where(file => Kinds.Any(kind => file.EndsWith(kind, StringComparison.Ordinal)) && !file.Split('/').Any(NotOurs.Contains));

    /// <summary>The number of lines of a file.</summary>
    public static int Lines(string root, string file) => File.ReadLines(Path.Combine(root, file)).Count();

    /// <summary>Lines that are too long. Data and other languages in raw and verbatim strings stay as they are.</summary>
    public static IEnumerable<string> LongLines(string root, string file)
    {
        bool raw = false;
        int number = 0;
        foreach (string line in File.ReadLines(Path.Combine(root, file)))
        {
            number++;
            int quotes = line.Split("\"\"\"").Length - 1;
            bool within = raw || quotes > 0 || line.Contains("@\"", StringComparison.Ordinal);
            if (quotes % 2 == 1) raw = !raw;
            if (line.Length > MostColumns && !within) yield return $"{file}:{number}: {line.Length} columns";
        }
    }
}
