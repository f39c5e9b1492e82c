using System.Diagnostics;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Jobs.Tests.Neighbours;

/// <summary>Another user of the machine, who needs no account: the system only needs a number.</summary>
internal static class Neighbour
{
    public const uint User = 4711;

    private static readonly string[] AsHe = ["--reuid=4711", "--regid=4711", "--clear-groups"];

    /// <summary>The name of a user without an account.</summary>
    public static string Name => "uid 4711";

    /// <summary>Runs something as the neighbour, which must succeed.</summary>
    public static string Run(string shell)
    {
        using Process process = Start(shell, redirect: true);
        string said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{shell}: {said}");
        return said;
    }

    /// <summary>Whether something is refused to the neighbour.</summary>
    public static bool IsRefused(string shell)
    {
        using Process process = Start(shell, redirect: true);
        process.StandardOutput.ReadToEnd();
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode != 0 && new[] { "Permission denied", "Operation not permitted" }.Any(said.Contains);
    }

    /// <summary>Starts a process of the neighbour.</summary>
    public static Process Start(string shell, bool redirect = false)
    {
        Require();
        return Process.Start(new ProcessStartInfo("setpriv", [.. AsHe, "sh", "-c", shell]) { RedirectStandardOutput = redirect,
            RedirectStandardError = redirect })!;
    }

    /// <summary>The arguments of <c>setpriv</c> for a program of the neighbour.</summary>
    public static string[] Arguments(params string[] program)
    {
        Require();
        return [.. AsHe, .. program];
    }

    /// <summary>Gives files and folders to the neighbour.</summary>
    public static void Own(string path)
    {
        Require();
        using Process give = Process.Start("chown", ["-hR", "4711:4711", path]);
        give.WaitForExit();
        Assert.Equal(0, give.ExitCode);
    }

    /// <summary>Lets the neighbour pass through a folder, or write to it.</summary>
    public static void Open(string folder, bool write = false)
    {
        Directory.CreateDirectory(folder);
        using Process open = Process.Start("chmod", [write ? "777" : "755", folder]);
        open.WaitForExit();
    }

    private static void Require() => Assert.True(FileStatus.User == 0, "only root can act as another user: run the tests as root");
}
