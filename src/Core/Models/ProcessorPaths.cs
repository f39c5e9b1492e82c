namespace Angioboard.Core.Models;

/// <summary>How this machine's processor computes.</summary>
/// <param name="FusedBlocks">Whether float32 blocks run on our own code for 512-bit vectors; else libtorch computes them.</param>
/// <param name="Bfloat16">Whether the processor multiplies bfloat16 itself; else products are computed in float32 and rounded.</param>
public sealed record ProcessorPaths(bool FusedBlocks, bool Bfloat16)
{
    /// <summary>The paths in use.</summary>
    public static ProcessorPaths Here => new(Processor.FusesBlocks, !Processor.LacksBfloat16);
}
