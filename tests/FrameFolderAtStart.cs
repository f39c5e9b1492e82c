using System.Runtime.CompilerServices;
using Angioboard.Core.Data;

namespace Angioboard.Tests;

/// <summary>Lets the frames that tests, and the programs they start, decode lie in a folder of their own, gone when they are over.</summary>
internal static class FrameFolderAtStart
{
    [ModuleInitializer]
    internal static void Set()
    {
        if (Environment.GetEnvironmentVariable(FrameStoreOptions.FolderVariable) is { Length: > 0 }) return;
        string folder = Directory.CreateTempSubdirectory("angioboard-frames-").FullName;
        Environment.SetEnvironmentVariable(FrameStoreOptions.FolderVariable, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        };
    }
}
