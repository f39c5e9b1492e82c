using Angioboard.Core.Data.Frames;
using Angioboard.Core.Data.Transforms;

namespace Angioboard.Core.Data.Cache;

/// <summary>Options for converting an exam's files to the model's frames.</summary>
/// <param name="Modality">Which half of each frame is used.</param>
/// <param name="Strip">Height in pixels of the burnt-in strip that is cut off at the bottom.</param>
/// <param name="MaxFrames">Maximum number of frames per exam; null for all.</param>
/// <param name="Span">Which frames are used if an exam has more.</param>
/// <param name="ImageSize">Side in pixels of the square frames that the model sees.</param>
/// <param name="Dtype">Precision of frames in the cache and as model input.</param>
public sealed record FrameOptions(
    Modality Modality, int Strip, int? MaxFrames, FrameSpan Span, int ImageSize, CacheDtype Dtype = CacheDtype.Float32);
