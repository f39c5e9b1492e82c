using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;
using Angioboard.Core.Devices;
using Angioboard.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Predicting;

/// <summary>
/// Everything besides an exam's frames that decides the bits of its embeddings. Whatever might change how libraries compute is a part of
/// it, so that embeddings are shared only where computing them again would give the same bits.
/// </summary>
internal static class EncoderFacts
{
    // Environment variables by which libraries are told how to compute.
    private static readonly string[] Libraries =
    [
        "ATEN_", "CUBLAS_", "CUDNN_", "DNNL_", "DOTNET_Enable", "DOTNET_MaxVector", "DOTNET_Preferred", "KMP_", "MKL_", "NVIDIA_TF32",
        "OMP_", "ONEDNN_", "TORCH_",
    ];

    /// <summary>The facts as one line of text.</summary>
    /// <param name="model">The model whose backbone embeds, with the weights that it has now.</param>
    /// <param name="precision">The precision of the backbone's products.</param>
    /// <param name="device">Where it computes.</param>
    public static string Of(ViTGru model, Precision precision, Device device)
    {
        ViTGruSpec spec = model.Spec;
        ChannelStatistics statistics = model.Statistics;
        string[] facts =
        [
            // Deterministic builds of the same source have the same id, others have another.
            $"{typeof(EncoderFacts).Module.ModuleVersionId}", $"{spec.Backbone with { Name = "" }}", $"{spec.Pool}", $"{precision}",
            Numbers(statistics.Mean), Numbers(statistics.Std), Weights(model.Backbone), $"{get_num_threads()} threads",
            device.type == DeviceType.CUDA ? $"{CudaDevice.Name(device)}" : CentralProcessor(), Libtorch(device), Variables(),
        ];
        return string.Join('|', facts);
    }

    private static string Numbers(double[] values) =>
        string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static string Weights(VisionTransformer backbone)
    {
        using DisposeScope scope = NewDisposeScope();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Tensor weight) in backbone.state_dict())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {weight.dtype} {string.Join(',', weight.shape)}\n"));
            hash.AppendData(weight.detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string CentralProcessor()
    {
        StringBuilder facts = new();
        facts.Append(CultureInfo.InvariantCulture,
            $"{RuntimeInformation.ProcessArchitecture} {Vector512.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} "
                + $"{ProcessorPaths.Here} {Processor.IsIntel}");
        if (!X86Base.IsSupported) return facts.Append(CultureInfo.InvariantCulture, $" {Environment.MachineName}").ToString();
        (int last, int b, int c, int d) = X86Base.CpuId(0, 0);
        facts.Append(CultureInfo.InvariantCulture, $" {b:x}{d:x}{c:x} {X86Base.CpuId(1, 0).Eax:x}");
        // Instruction sets; then the caches of Intel's and AMD's, by whose size libraries divide their work.
        for (int part = 0; last >= 7 && part < 2; part++) facts.Append(CultureInfo.InvariantCulture, $" {X86Base.CpuId(7, part)}");
        int caches = (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax >= 0x8000001D && !Processor.IsIntel
            ? unchecked((int)0x8000001D) : 4;
        for (int part = 0; part < 4 && (caches < 0 || last >= caches); part++)
            facts.Append(CultureInfo.InvariantCulture, $" {X86Base.CpuId(caches, part)}");
        return facts.ToString();
    }

    private static string Libtorch(Device device)
    {
        string[] wanted = device.type == DeviceType.CUDA ? ["libtorch_cpu", "libtorch_cuda"] : ["libtorch_cpu"];
        using Process process = Process.GetCurrentProcess();
        FileInfo[] files =
        [
            .. process.Modules.Cast<ProcessModule>().Select(module => new FileInfo(module.FileName!))
                .Where(file => wanted.Contains(file.Name.Split('.')[0])).OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
        return string.Join(' ', files.Where(file => file.Exists)
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
    }

    private static string Variables() => string.Join(' ', Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => $"{variable.Key}={variable.Value}")
        .Where(variable => Libraries.Any(start => variable.StartsWith(start, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal));
}
