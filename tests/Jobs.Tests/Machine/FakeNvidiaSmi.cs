using System.Diagnostics;

namespace Angioboard.Jobs.Tests.Machine;

/// <summary>A script named nvidia-smi, first on the PATH. Tests that use it run one after another.</summary>
internal sealed class FakeNvidiaSmi : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? path = Environment.GetEnvironmentVariable("PATH");

    public FakeNvidiaSmi(string script)
    {
        Script(script);
        Environment.SetEnvironmentVariable("PATH", $"{folder.Path}:{path}");
    }

    public static string Gpu(int index, string used = "1024", string utilization = "3") =>
        $"{index}, {Uuid(index)}, NVIDIA H100 80GB HBM3, {utilization}, {used}, 81559, 41, 75.20, 00000000:{index:X2}:00.0";

    public static string Uuid(int index) => $"GPU-0000000{index}-1111-2222-3333-444444444444";

    /// <summary>Makes it print these GPUs and these lines of processes.</summary>
    public void Says(IEnumerable<string> gpus, params IEnumerable<string> processes) => Script($"""
        case "$1" in
        --query-gpu=*) cat <<'END'
        {string.Join('\n', gpus)}
        END
        ;;
        *) cat <<'END'
        {string.Join('\n', processes)}
        END
        ;;
        esac
        """);

    public void Script(string body)
    {
        // Copied by another process: a file that this process holds open for writing when a test starts a process cannot be executed.
        string text = folder.File("text"), next = folder.File("next");
        File.WriteAllText(text, $"#!/bin/sh\n{body}\n");
        using (Process copy = Process.Start("install", ["-m", "700", text, next])) copy.WaitForExit();
        File.Move(next, folder.File("nvidia-smi"), overwrite: true);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", path);
        folder.Dispose();
    }
}
