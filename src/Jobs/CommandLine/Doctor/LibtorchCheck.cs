using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Models;
using Angioboard.Core.Native;
using Angioboard.Jobs.Doctor;
using Angioboard.Jobs.Machine;
using TorchSharp;

namespace Angioboard.Jobs.CommandLine.Doctor;

/// <summary>libtorch, and how the processor computes.</summary>
internal static class LibtorchCheck
{
    private const string Libtorch = "libtorch", Processor = "processor";

    /// <summary>Loads libtorch; false, with a finding, if that fails.</summary>
    public static bool Load(List<Finding> findings)
    {
        try
        {
            Core.Native.Libtorch.Load();
            _ = torch.cuda.is_available();
        }
        catch (Exception e) when (e is InputException or DllNotFoundException or TypeInitializationException or NotSupportedException)
        {
            findings.Add(Finding.Problem(Libtorch, ErrorWords.FirstLine((e.InnerException ?? e).Message),
                $"install Angioboard again, or set LIBTORCH to the lib folder of PyTorch {Core.Native.Libtorch.Version}"));
            return false;
        }
        string from = EnvironmentVariable.Find("LIBTORCH") ?? "shipped with the program";
        findings.Add(Finding.Fine(Libtorch, $"{torch.__version__}, {from}"));
        return true;
    }

    /// <summary>The processor and the paths in use.</summary>
    public static Finding Paths()
    {
        ProcessorPaths paths = ProcessorPaths.Here;
        string text = $"{ProcessorName.Read() ?? "unknown"}, {Environment.ProcessorCount} threads; "
            + $"float32 blocks by {(paths.FusedBlocks ? "our own code for 512-bit vectors" : "libtorch")}, "
            + $"bf16 {(paths.Bfloat16 ? "in the processor" : "rounded from float32")}";
        return Finding.Fine(Processor, text);
    }
}
