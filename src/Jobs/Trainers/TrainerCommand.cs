using System.Globalization;
using System.Text;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Trainers;

/// <summary>Distinguishes trainers from other processes: anybody may have written the file that names one as a run's trainer.</summary>
internal static class TrainerCommand
{
    private const string Program = "angioboard";

    // A shell or `dotnet` may come before the program.
    private const int First = 3;

    /// <summary>Whether a process is a trainer of the run in a folder: it belongs to the folder's owner and runs this program.</summary>
    /// <param name="pid">The process id.</param>
    /// <param name="executable">The program that trainers are started from.</param>
    /// <param name="folder">The run's folder.</param>
    public static bool Is(int pid, string executable, string folder)
    {
        if (pid == Environment.ProcessId) return false;
        // Other systems have no /proc, and their machines are not shared.
        if (!OperatingSystem.IsLinux()) return true;
        return SystemUsers.Of(pid) == (FolderOwners.Of(folder) ?? FileStatus.User) && Runs(pid, executable);
    }

    /// <summary>Whether a process's program has this program's name. Anybody can give a program that name.</summary>
    public static bool Runs(int pid, string executable) =>
        !OperatingSystem.IsLinux() || Words(pid).Take(First).Any(word => IsProgram(Path.GetFileName(word), executable));

    private static bool IsProgram(string file, string executable) =>
        file is Program or $"{Program}.dll" || file == Path.GetFileName(executable);

    private static string[] Words(int pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline")))
                .Split('\0');
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return [];
        }
    }
}
