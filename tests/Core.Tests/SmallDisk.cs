using System.Diagnostics;

namespace Angioboard.Core.Tests;

/// <summary>A disk of a few megabytes, in memory, that a test fills and frees. Only root may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Filler = "filler";
    private static readonly int[] pieces = [1 << 16, 1 << 12, 1];

    public SmallDisk(string path, int kilobytes)
    {
        Path = Directory.CreateDirectory(path).FullName;
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Path))
            throw new InvalidOperationException($"a disk of {kilobytes} kB cannot be mounted at {path}: run this as root");
    }

    public string Path { get; }

    /// <summary>Fills it, except for about this many bytes.</summary>
    public void Fill(long spare = 0)
    {
        using FileStream file =
            new(System.IO.Path.Combine(Path, Filler), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        foreach (int piece in pieces)
        {
            try
            {
                while (true) file.Write(new byte[piece]);
            }
            catch (IOException)
            {
                // There is no room for more of this size.
            }
        }
        if (spare > 0) file.SetLength(Math.Max(0, file.Length - spare));
    }

    /// <summary>Removes what filled it.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, Filler));

    /// <summary>Makes it read-only.</summary>
    public void MakeReadOnly()
    {
        if (!Run("mount", "-o", "remount,ro", Path))
            throw new InvalidOperationException($"{Path} cannot be made read-only: run this as root");
    }

    public void Dispose() => Run("umount", "-l", Path);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
