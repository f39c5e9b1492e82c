using System.Runtime.InteropServices;
using TorchSharp;

namespace Angioboard.Core.Native;

/// <summary>
/// Loads libtorch before anything of TorchSharp runs: the one that came with the program, or the one in the folder that the environment
/// variable LIBTORCH names, such as the <c>lib</c> folder of a PyTorch with CUDA that is on the machine already.
/// </summary>
public static partial class Libtorch
{
    /// <summary>The version that TorchSharp was built against.</summary>
    public const string Version = "2.10";

    private static readonly string[] Needed = ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    // In the order in which each needs the ones before it; a name with a star stands for any version.
    private static readonly string[] LoadOrder = ["libgomp*.so*", "libc10.so", "libc10_cuda.so", "libtorch_cpu.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>Loads the libraries.</summary>
    /// <exception cref="InputException">The folder does not hold a libtorch that fits, or there is none.</exception>
    public static void Load()
    {
        if (OperatingSystem.IsLinux()) SpinBriefly();
        NativeHeap.KeepFreed();
        string shipped = Path.Combine(AppContext.BaseDirectory, "libtorch");
        if (Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } folder) LoadFrom(folder);
        else if (Directory.Exists(shipped)) LoadAll(shipped);
        else if (!NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out _)) throw Missing();
    }

    /// <summary>Turns of its loop in which a thread of GNU's OpenMP waits for the others, some 20 µs, before it sleeps.</summary>
    internal const string SpinCount = "1000";

    // Threads that wait for one another in a loop use up the processor that another process has just taken from one of them: on a busy box
    // a small model's step took 60 times as long. To be woken takes longer than many a piece of work, though: with no loop at all steps
    // take up to 1.6 times as long on an idle box. The OpenMP library reads this when it is loaded; who set it keeps that.
    private static void SpinBriefly()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null) return;
        _ = SetVariable("OMP_WAIT_POLICY", "passive", overwrite: 0);
        _ = SetVariable("GOMP_SPINCOUNT", SpinCount, overwrite: 0);
    }

    // .NET keeps a copy of the environment: what it sets there, libraries do not see.
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
                throw new InputException($"LIBTORCH={folder}: another version than {Version}: {lacking.Length} functions are missing, {lacking[0]} first; {remedy}");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new InputException($"LIBTORCH={folder}: cannot be loaded: {FirstLine(e)}; {remedy}", e);
        }
    }

    // What is loaded here is found by name when TorchSharp asks for it.
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

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.');

    private static InputException Missing() => new(
        "libtorch cannot be loaded: this build came without it, or the system's C++ library is too old; " +
        $"set LIBTORCH to the lib folder of PyTorch {Version}, or build with the libtorch package");
}
