using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Tests.Documents;

/// <summary>The program's verbs and their options, from its own help.</summary>
internal sealed partial class ProgramOptions
{
    /// <summary>Options of the programs in tests/Faults and tests/Benchmarks that the documents name on their own.</summary>
    private static readonly string[] OfCampaigns = ["--count", "--minutes", "--seed"];

    private readonly Dictionary<string, HashSet<string>> verbs = [];
    private readonly HashSet<string> ofRoot;

    private ProgramOptions(string help) => ofRoot = Options(help);

    /// <summary>Asks the built program.</summary>
    public static async Task<ProgramOptions> AskAsync()
    {
        string help = (await AngioboardProcess.RunAsync("--help")).Done().Output;
        ProgramOptions program = new(help);
        foreach (string verb in Parts(help))
        {
            string own = (await AngioboardProcess.RunAsync(verb, "--help")).Done().Output;
            program.verbs[verb] = Options(own);
            foreach (string part in Parts(own))
                program.verbs[$"{verb} {part}"] = Options((await AngioboardProcess.RunAsync(verb, part, "--help")).Done().Output);
        }
        return program;
    }

    /// <summary>The verbs, without those that are a part of another.</summary>
    public IReadOnlyCollection<string> Verbs => [.. verbs.Keys.Where(verb => !verb.Contains(' ', StringComparison.Ordinal))];

    /// <summary>What the program lacks of a piece of code; nothing if the code does not call the program.</summary>
    public IEnumerable<string> Unknown(string code)
    {
        if (Call().Match(code) is { Success: true } call)
            return OfCall(call.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        string[] words = code.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [{ } first, ..]) return [];
        if (verbs.ContainsKey(first)) return OfCall(words);
        return first.StartsWith("--", StringComparison.Ordinal) ? words.Select(Name).Where(option => !Known(option)) : [];
    }

    private IEnumerable<string> OfCall(string[] words)
    {
        if (words is not [{ } verb, ..]) return [];
        if (verb.StartsWith('-')) return words.Select(Name).Where(word => IsOption(word) && !ofRoot.Contains(word));
        if (words.Length > 1 && verbs.ContainsKey($"{verb} {words[1]}")) verb = $"{verb} {words[1]}";
        if (!verbs.TryGetValue(verb, out HashSet<string>? options)) return [$"angioboard {verb}"];
        return words.Select(Name).Where(word => IsOption(word) && !options.Contains(word)).Select(option => $"angioboard {verb} {option}");
    }

    private bool Known(string word) => !IsOption(word) || OfCampaigns.Contains(word) || verbs.Values.Any(options => options.Contains(word));

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2;

    private static string Name(string word) => word.Split('=')[0].TrimEnd(',', '.', ';', ':');

    private static IEnumerable<string> Parts(string help) =>
        help.IndexOf("Commands:", StringComparison.Ordinal) is var start and >= 0
            ? Verb().Matches(help[start..]).Select(match => match.Groups[1].Value)
            : [];

    private static HashSet<string> Options(string help) => [.. Option().Matches(help).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"(?:^|(?<=[\s;&]))(?:angioboard|dotnet run .*--project src/Jobs --)\s+(.+)$")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?m)^  ([a-z][a-z-]*) ")]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?m)^  (?:-\S+, )*(--[a-z][a-z-]*)")]
    private static partial Regex Option();
}
