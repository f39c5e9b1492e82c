using System.Runtime.CompilerServices;

namespace Angioboard.Tests;

/// <summary>Lets the frames that tests, and the programs they start, decode lie in a folder of their own, gone when they are over.</summary>
internal static class FrameFolderAtStart
{
    // By its name: the tests in a browser do not see the program's types.
    private const string Variable = "ANGIOBOARD_CACHE";

    [ModuleInitializer]
    internal static void Set()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }) return;
        string folder = Directory.CreateTempSubdirectory("angioboard-frames-").FullName;
        Environment.SetEnvironmentVariable(Variable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        };
    }
}
