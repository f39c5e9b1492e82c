namespace Angioboard.Core.Formats;

/// <summary>One tensor of a safetensors header, checked for consistency.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Elements">Their product.</param>
/// <param name="Begin">First byte, from the data's start.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, ElementType Type, long[] Shape, long Elements, long Begin, long End);
