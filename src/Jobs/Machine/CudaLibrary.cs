using Angioboard.Core.Files;

namespace Angioboard.Jobs.Machine;

/// <summary>Whether trainers can compute on GPUs. Checks the files of the libtorch that they load, without loading it here.</summary>
internal static class CudaLibrary
{
    private static readonly string[] Names = ["libtorch_cuda.so", "torch_cuda.dll"];

    /// <summary>Why trainers cannot use GPUs, in one line; null if they can.</summary>
    public static string? Missing()
    {
        if (EnvironmentVariable.Find("LIBTORCH") is { } folder)
            return Holds(folder)
                ? null
                : $"the libtorch in LIBTORCH={folder} has no CUDA; set LIBTORCH to the lib folder of a PyTorch with CUDA";
        return ShippedFolders().Any(Holds)
            ? null
            : "the libtorch that came with the program has no CUDA; set LIBTORCH to the lib folder of a PyTorch with CUDA, or build with "
                + "-p:Cuda=true";
    }

    private static IEnumerable<string> ShippedFolders()
    {
        string program = AppContext.BaseDirectory, runtimes = Path.Combine(program, "runtimes");
        return
        [
            program,
            Path.Combine(program, "libtorch"),
            .. Directory.Exists(runtimes) ? Directory.GetDirectories(runtimes).Select(platform => Path.Combine(platform, "native")) : [],
            .. $"{AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")}".Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
    }

    private static bool Holds(string folder) => Array.Exists(Names, name => File.Exists(Path.Combine(folder, name)));
}
