using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Tests.Training;

/// <summary>A system call, as reported by `strace -f -y`.</summary>
/// <param name="Begin">Its position among the starts and ends of all calls.</param>
/// <param name="End">The position of its end.</param>
/// <param name="Thread">The calling thread.</param>
/// <param name="Name">Its name, such as <c>fsync</c>.</param>
/// <param name="Arguments">Its arguments, as strace writes them.</param>
/// <param name="Worked">Whether it succeeded.</param>
internal sealed partial record SystemCall(int Begin, int End, int Thread, string Name, string Arguments, bool Worked)
{
    /// <summary>The file of its descriptor.</summary>
    public string? Open => Descriptor().Match(Arguments) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The files that it names.</summary>
    public string[] Paths => [.. Quoted().Matches(Arguments).Select(match => match.Groups[1].Value)];

    public bool Writes => Name is "write" or "pwrite64";

    public bool Flushes => Name is "fsync" or "fdatasync";

    public bool Renames => Name.StartsWith("rename", StringComparison.Ordinal);

    public bool Removes => Name.StartsWith("unlink", StringComparison.Ordinal);

    /// <summary>Reads a trace; calls that had not ended at its end are left out.</summary>
    public static SystemCall[] Read(string path)
    {
        List<SystemCall> calls = [];
        Dictionary<string, (int Begin, string Arguments)> underway = [];
        int place = 0;
        foreach (string line in File.ReadLines(path))
        {
            if (Whole().Match(line) is { Success: true } whole)
            {
                calls.Add(Make(place, place + 1, whole.Groups));
                place += 2;
            }
            else if (Unfinished().Match(line) is { Success: true } begun)
            {
                underway[begun.Groups["thread"].Value] = (place++, begun.Groups["arguments"].Value);
            }
            else if (Resumed().Match(line) is { Success: true } ended
                && underway.Remove(ended.Groups["thread"].Value, out (int Begin, string Arguments) call))
            {
                calls.Add(Make(call.Begin, place++, ended.Groups) with { Arguments = call.Arguments + ended.Groups["arguments"].Value });
            }
        }
        return [.. calls.OrderBy(call => call.Begin)];
    }

    private static SystemCall Make(int begin, int end, GroupCollection groups) => new(
        begin, end, int.Parse(groups["thread"].Value), groups["name"].Value, groups["arguments"].Value,
        !groups["result"].Value.StartsWith('-'));

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<arguments>.*)\) += (?<result>.+)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\((?<arguments>.*) <unfinished \.\.\.>$")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^(?<thread>\d+) +<\.\.\. (?<name>\w+) resumed>(?<arguments>.*)\) += (?<result>.+)$")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^\d+<([^>]*)>")]
    private static partial Regex Descriptor();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
