using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Angioboard.Core.Models;

namespace Angioboard.Core.Tests.Models;

/// <summary>Computes as on another processor, if an environment variable asks for it: see <see cref="ProcessorWayTests"/>.</summary>
internal static class ProcessorAtStart
{
    public const string Variable = "ANGIOBOARD_TEST_PROCESSOR";

    [ModuleInitializer]
    internal static void Set()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } name) return;
        ProcessorWay way = ProcessorWay.Named(name);
        (Processor.IsIntel, Processor.LacksBfloat16) = (way.Intel, !way.Bfloat16);
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        if (bits > way.VectorBits)
            throw new InvalidOperationException(
                $"vectors of {bits} bits are in use, not of {way.VectorBits}: the runtime no longer knows the switches for them");
    }
}
