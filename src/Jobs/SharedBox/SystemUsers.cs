using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Angioboard.Core.Files;

namespace Angioboard.Jobs.SharedBox;

/// <summary>The users of this machine by number, and the users of processes.</summary>
internal static partial class SystemUsers
{
    private static readonly Lock Accounts = new();

    /// <summary>A user's name, or <c>uid N</c> if the number has none.</summary>
    public static string Name(uint id)
    {
        // getpwuid returns its own memory, which the next call overwrites; the name is the first field of the struct.
        lock (Accounts)
        {
            return (OperatingSystem.IsWindows() ? 0 : Account(id)) is var found and not 0
                && Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(found)) is { Length: > 0 } name ? name : $"uid {id}";
        }
    }

    /// <summary>
    /// The user of a process; null if there is no such process or the system does not say. Also null for a process that acts as another
    /// user than the one who started it, as with sudo: either could have made it.
    /// </summary>
    public static uint? Of(int pid)
    {
        try
        {
            Match users = Users().Match(File.ReadAllText($"/proc/{pid}/status"));
            return users.Success && users.Groups[1].Value == users.Groups[2].Value && uint.TryParse(users.Groups[1].Value, out uint id)
                ? id
                : null;
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return null;
        }
    }

    // Real and effective user.
    [GeneratedRegex(@"^Uid:\s+(\d+)\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex Users();

    [LibraryImport("libc", EntryPoint = "getpwuid")]
    private static partial nint Account(uint id);
}
