using System.Globalization;
using System.Text;
using Angioboard.Core.Files;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Machine;

/// <summary>
/// A process's user and command, from <c>/proc</c>; null where the system does not give them (another container, other systems).
/// </summary>
internal static class ProcessNames
{
    private const int LongestCommand = 100;

    /// <summary>The name of the process's user, or <c>uid N</c> if it has none.</summary>
    public static string? User(int pid)
    {
        if (Read(pid, "status") is not { } status) return null;
        string? line = Encoding.UTF8.GetString(status).Split('\n')
            .FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        // Real, effective, saved and file system user. The effective one counts.
        return line?.Split('\t') is [_, _, var effective, ..]
            && uint.TryParse(effective, NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            ? SystemUsers.Name(id)
            : null;
    }

    /// <summary>Its command line, shortened.</summary>
    public static string? Command(int pid) =>
        Read(pid, "cmdline") is { Length: > 0 } line ? Shorten(Encoding.UTF8.GetString(line).TrimEnd('\0').Replace('\0', ' ')) : null;

    /// <summary>The start of a command line, without characters that would break the line.</summary>
    public static string Shorten(string command, int longest = LongestCommand)
    {
        string line = new([.. command.Select(c => char.IsControl(c) ? ' ' : c)]);
        return line.Length <= longest ? line : $"{line[..longest]}…";
    }

    private static byte[]? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/{file}");
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null;
        }
    }
}
