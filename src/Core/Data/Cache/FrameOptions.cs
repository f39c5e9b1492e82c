using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;

namespace Angioboard.Core.Data.Cache;

/// <summary>How an exam's files become the model's frames.</summary>
/// <param name="Modality">Which half of each frame is used.</param>
/// <param name="Strip">Height in pixels of the burnt-in strip that is cut off at the bottom.</param>
/// <param name="MaxFrames">The most frames of an exam; null for all.</param>
/// <param name="Span">Which frames are taken of an exam that has more.</param>
/// <param name="ImageSize">Side in pixels of the square frames that the model sees.</param>
/// <param name="Dtype">In what precision frames are kept and seen.</param>
public sealed record FrameOptions(
    Modality Modality, int Strip, int? MaxFrames, FrameSpan Span, int ImageSize, CacheDtype Dtype = CacheDtype.Float32);
