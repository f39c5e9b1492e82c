namespace Angioboard.Core.Phantom;

/// <summary>The course of one vessel, in retinal units and radians.</summary>
/// <param name="X">Start.</param>
/// <param name="Y">Start.</param>
/// <param name="Heading">Direction at the start, from the x axis towards y.</param>
/// <param name="Bend">Turn per unit of length.</param>
/// <param name="Length">Length.</param>
/// <param name="Width">Width at the start; it tapers to 0.3 of it.</param>
/// <param name="Way">Distance that the blood travels before the start.</param>
/// <param name="SparesFovea">Ends at the zone around the fovea that has no vessels.</param>
internal readonly record struct VesselCourse(
    double X, double Y, double Heading, double Bend, double Length, double Width, double Way, bool SparesFovea);
