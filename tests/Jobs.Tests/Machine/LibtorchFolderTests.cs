using System.Runtime.InteropServices;

namespace Angioboard.Jobs.Tests.Machine;

/// <summary>LIBTORCH names another libtorch than the one that comes with the program.</summary>
public sealed partial class LibtorchFolderTests(SharedStudy study) : IDisposable
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "libtorch");

    // Beside the build, so that hard links can replace copies of 450 MB.
    private readonly string folder =
        Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", $"libtorch-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_program_without_libraries_uses_the_folder()
    {
        string program = Path.Combine(folder, "program"), libraries = Path.Combine(folder, "libraries");
        Copy(AppContext.BaseDirectory, program, file => !file.StartsWith(Shipped, StringComparison.Ordinal));
        Link(libraries, Directory.GetFiles(Shipped));

        ProcessOutcome without = await RunAsync(program, []);
        ProcessOutcome with = await RunAsync(program, new() { ["LIBTORCH"] = libraries });

        Assert.Contains("libtorch cannot be loaded", Assert.Single(without.Refused()), StringComparison.Ordinal);
        Assert.Contains("set LIBTORCH to the lib folder of PyTorch 2.10", without.Problems[0], StringComparison.Ordinal);
        with.Done();
        Assert.Equal(File.ReadAllText(Path.Combine(study.Run, "predictions.json")),
            File.ReadAllText(Path.Combine(folder, "predictions.json")));
    }

    [Fact]
    public async Task A_folder_that_lacks_libraries_is_refused_by_name()
    {
        Link(folder, Directory.GetFiles(Shipped).Where(file => !file.EndsWith("libtorch_cpu.so", StringComparison.Ordinal)));

        ProcessOutcome partial = await RunAsync(AppContext.BaseDirectory, new() { ["LIBTORCH"] = folder });
        ProcessOutcome nowhere = await RunAsync(AppContext.BaseDirectory, new() { ["LIBTORCH"] = Path.Combine(folder, "nowhere") });

        Assert.StartsWith(
            $"LIBTORCH={folder}: libtorch_cpu.so is not there; set LIBTORCH to the lib folder of PyTorch 2.10",
            Assert.Single(partial.Refused()), StringComparison.Ordinal);
        Assert.Contains("libc10.so, libtorch_cpu.so, libtorch.so is not there", Assert.Single(nowhere.Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Libraries_of_another_version_are_refused()
    {
        // Debian's PyTorch, under the names of a PyTorch lib folder: Debian has these names only in development packages.
        string debians = Python.Run("import os, torch; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))").Trim();
        Link(folder, [.. new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" }.Select(library => Path.Combine(debians, library))]);

        ProcessOutcome outcome = await RunAsync(AppContext.BaseDirectory, new() { ["LIBTORCH"] = folder });

        Assert.Contains($"LIBTORCH={folder}: another version than 2.10: ", Assert.Single(outcome.Refused()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_not_libraries_are_refused()
    {
        foreach (string file in Directory.GetFiles(Shipped))
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), "not a library");

        ProcessOutcome outcome = await RunAsync(AppContext.BaseDirectory, new() { ["LIBTORCH"] = folder });

        Assert.Contains($"LIBTORCH={folder}: cannot be loaded: ", Assert.Single(outcome.Refused()), StringComparison.Ordinal);
    }

    private async Task<ProcessOutcome> RunAsync(string program, Dictionary<string, string> environment)
    {
        using AngioboardProcess process = AngioboardProcess.Start(
            environment,
            ["predict", "--weight", study.Run, "--split", study.Split, "--datadir", study.Folder, "--output",
                Path.Combine(folder, "predictions.json"), "--threads", "1"],
            Path.Combine(program, "angioboard"));
        return await process.EndAsync();
    }

    private static void Copy(string from, string to, Func<string, bool> which)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(which))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void Link(string to, IEnumerable<string> files)
    {
        Directory.CreateDirectory(to);
        foreach (string file in files)
        {
            string real = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName
                ?? file, link = Path.Combine(to, Path.GetFileName(file));
            if (HardLink(real, link) != 0) File.CreateSymbolicLink(link, real);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string existing, string created);
}
