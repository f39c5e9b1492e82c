using System.Runtime.InteropServices;
using Angioboard.Core.Files;
using TorchSharp;

namespace Angioboard.Core.Native;

/// <summary>
/// Loads libtorch before TorchSharp is used: the bundled one, or the one in the folder that the environment variable LIBTORCH names, such
/// as the <c>lib</c> folder of an installed PyTorch with CUDA.
/// </summary>
public static partial class Libtorch
{
    /// <summary>The version that TorchSharp was built against.</summary>
    public const string Version = "2.10";

    private static readonly string[] Needed = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    // In dependency order; a star stands for any version.
    private static readonly string[] LoadOrder =
        ["libgomp*.so*", "libc10.so", "libc10_cuda.so", "libtorch_cpu.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>Loads the libraries.</summary>
    /// <exception cref="InputException">The folder has no matching libtorch, or none is available.</exception>
    public static void Load()
    {
        if (OperatingSystem.IsLinux()) SpinBriefly();
        NativeHeap.KeepFreed();
        string shipped = Path.Combine(AppContext.BaseDirectory, "libtorch");
        if (EnvironmentVariable.Find("LIBTORCH") is { } folder) LoadFrom(folder);
        else if (Directory.Exists(shipped)) LoadAll(shipped);
        else if (!NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out _)) throw Missing();
    }

    /// <summary>Spin iterations of a waiting GNU OpenMP thread before it sleeps, about 20 µs.</summary>
    internal const string SpinCount = "1000";

    // Spinning threads waste the CPU time of a thread that another process has preempted: on a busy machine a small model's step took 60
    // times as long. But waking up takes longer than many work items: without spinning, steps take up to 1.6 times as long on an idle
    // machine. OpenMP reads this when it is loaded; a value set by the user is kept.
    private static void SpinBriefly()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null) return;
        _ = SetVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
        _ = SetVariable("GOMP_SPINCOUNT", SpinCount, overwrite: 0);
    }

    // .NET sets variables only in its own copy of the environment, which libraries do not see.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    private static void LoadFrom(string folder)
    {
        string remedy = $"set LIBTORCH to the lib folder of PyTorch {Version}, or unset it to use the one that came with the program";
        string[] missing = [.. Needed.Where(file => !File.Exists(Path.Combine(folder, file)))];
        if (missing.Length > 0) throw new InputException($"LIBTORCH={folder}: {string.Join(", ", missing)} is not there; {remedy}");
        try
        {
            nint[] loaded = LoadAll(folder);
            string[] lacking = [.. ElfFile.UndefinedSymbols(BindingPath()).Where(OfTorch)
                .Where(symbol => !Array.Exists(loaded, library => NativeLibrary.TryGetExport(library, symbol, out _)))];
            if (lacking.Length > 0)
                throw new InputException(
                    $"LIBTORCH={folder}: another version than {Version}: {lacking.Length} functions are missing, "
                        + $"{lacking[0]} first; {remedy}");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new InputException($"LIBTORCH={folder}: cannot be loaded: {ErrorWords.FirstLine(e.Message)}; {remedy}", e);
        }
    }

    // TorchSharp later finds the loaded libraries by name.
    private static nint[] LoadAll(string folder) =>
        [.. LoadOrder.SelectMany(name => Directory.GetFiles(folder, name).Order()).Select(NativeLibrary.Load)];

    private static string BindingPath() =>
        $"{AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")}".Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, "libLibTorchSharp.so"))
            .FirstOrDefault(File.Exists) ?? throw Missing();

    // Mangled C++ names of at::, c10:: and torch::; others are the C library's.
    private static bool OfTorch(string symbol) =>
        symbol.StartsWith("_ZN", StringComparison.Ordinal) && (symbol.Contains("2at", StringComparison.Ordinal)
            || symbol.Contains("3c10", StringComparison.Ordinal) || symbol.Contains("5torch", StringComparison.Ordinal));

    private static InputException Missing() => new(
        "libtorch cannot be loaded: this build came without it, or the system's C++ library is too old; " +
        $"set LIBTORCH to the lib folder of PyTorch {Version}, or build with the libtorch package");
}
