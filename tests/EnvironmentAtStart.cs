using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Angioboard.Tests;

/// <summary>
/// Gives tests, and the programs they start, the same environment wherever they run and whoever starts them: the user's settings, locale,
/// terminal and umask have no effect. LIBTORCH is kept, so that the libtorch of a machine can be tested.
/// </summary>
internal static partial class EnvironmentAtStart
{
    // By name: the browser tests do not reference the program's types.
    private const string FrameFolder = "ANGIOBOARD_CACHE", Inside = "ANGIOBOARD_TESTS";

    // Tests block threads while they wait, and the pool adds only one or two a second to as many as there are processors.
    private const int Threads = 32;

    private const uint UsualMask = 0b000_010_010; // others can read new files but not write them

    private static readonly string[] Kinds =
        ["ANGIOBOARD_", "ASPNETCORE_", "DOTNET_ENVIRONMENT", "HF_", "XDG_", "LC_", "LANGUAGE", "COLUMNS", "NO_COLOR", "FORCE_COLOR"];

    [ModuleInitializer]
    internal static void Set()
    {
        if (Environment.GetEnvironmentVariable(Inside) is not null) return; // a test has started this process
        ThreadPool.SetMinThreads(Threads, Threads);
        string[] names = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];
        foreach (string name in names.Where(name => Kinds.Any(kind => name.StartsWith(kind, StringComparison.OrdinalIgnoreCase))))
            Environment.SetEnvironmentVariable(name, null);
        string folder = Directory.CreateTempSubdirectory("angioboard-frames-").FullName;
        Environment.SetEnvironmentVariable(Inside, "1");
        Environment.SetEnvironmentVariable("LANG", "C.UTF-8");
        Environment.SetEnvironmentVariable("TERM", "dumb");
        Environment.SetEnvironmentVariable(FrameFolder, folder);
        if (!OperatingSystem.IsWindows()) _ = SetMask(UsualMask);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        };
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint mask);
}
