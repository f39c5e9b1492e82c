using System.Diagnostics;

namespace Angioboard.Jobs.Tests.Audit;

/// <summary>A disk of 64 kilobytes mounted on a folder, to be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    public SmallDisk(string folder)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        Assert.True(Run("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", folder), "this test mounts a small disk: run it as root");
    }

    public void Fill()
    {
        using FileStream file = new(Path.Combine(folder, "filler"), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) file.Write(new byte[64]);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Free() => File.Delete(Path.Combine(folder, "filler"));

    public void Dispose() => Run("umount", "-l", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
