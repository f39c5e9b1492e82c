using System.Globalization;
using System.Text;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Trainers;

/// <summary>Tells trainers from other processes: a file that names one as a run's trainer may have been written by anybody.</summary>
internal static class TrainerCommand
{
    private const string Program = "angioboard";

    // A shell or `dotnet` may come before the program.
    private const int First = 3;

    /// <summary>Whether a process is a trainer of the run in a folder: of the user whose the folder is, and our program.</summary>
    /// <param name="pid">The process's number.</param>
    /// <param name="executable">What trainers are started from.</param>
    /// <param name="folder">The run's folder.</param>
    public static bool Is(int pid, string executable, string folder)
    {
        if (pid == Environment.ProcessId) return false;
        // Elsewhere there is no such folder of processes, and boxes are not shared.
        if (!OperatingSystem.IsLinux()) return true;
        return SystemUsers.Of(pid) == (FolderOwners.Of(folder) ?? FileStatus.User) && Runs(pid, executable);
    }

    /// <summary>Whether a process is called as our program is; one of ours or of anybody who calls theirs so.</summary>
    public static bool Runs(int pid, string executable) => !OperatingSystem.IsLinux() || Words(pid).Take(First).Any(word => IsProgram(Path.GetFileName(word), executable));

    private static bool IsProgram(string file, string executable) => file is Program or $"{Program}.dll" || file == Path.GetFileName(executable);

    private static string[] Words(int pid)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cmdline"))).Split('\0');
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            return [];
        }
    }
}
